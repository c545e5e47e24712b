/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Confinement: what a process gives up before it reads a byte of a stranger's. In two steps, because libraries read
 * files of their own while they start:
 *
 *   confine_limits   512 MB of memory, 5 s of processor, 16 descriptors, as much output as the job says, no core, a low
 *                    priority, no new privileges; it dies with whoever started it.
 *   confine_shut     Landlock (where the kernel has it): no file can be opened, made, run or removed; no TCP. seccomp:
 *                    of the kernel's calls only those remain that compute, start threads, and read and write what is
 *                    already open. Everything else fails with EPERM: files, sockets, programs, other processes, memory
 *                    that can be executed.
 *
 * Both are for good and are inherited. Neither reads anything of a stranger's.
 */
#ifndef WORKER_CONFINE_H
#define WORKER_CONFINE_H

#include "base/err.h"

/* AddressSanitizer takes terabytes of addresses: with it memory is not limited. */
#if defined(__SANITIZE_ADDRESS__)
#define CONFINE_WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CONFINE_WITH_ASAN 1
#endif
#endif
#ifndef CONFINE_WITH_ASAN
#define CONFINE_WITH_ASAN 0
#endif

enum { CONFINE_MEMORY_MB = 512, CONFINE_SECONDS = 5, CONFINE_FILES = 16, CONFINE_OUTPUT_MB = 1 /* of most jobs */ };

/* ERR_FAULT when the kernel refuses one. */
bool confine_limits(int output_mb, struct err *e) MUST_LOOK;
/* The caller must be the process's only thread. ERR_FAULT where there is no seccomp: then nothing may be read. */
bool confine_shut(struct err *e) MUST_LOOK;

/* The two halves of confine_shut, apart for tests. */
bool confine_files(struct err *e) MUST_LOOK;
bool confine_calls(struct err *e) MUST_LOOK;

#endif
