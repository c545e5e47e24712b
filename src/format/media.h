#ifndef X
#define X
#include "base/err.h"
struct media{int kind; int64_t width,height;};
static inline const char*media_type(int k){(void)k;return "image/jpeg";}
static inline bool media_probe(int fd,uint64_t size,struct str name,struct media*m,struct err*e){(void)fd;(void)size;(void)name;(void)e;*m=(struct media){0};return true;}
#endif
