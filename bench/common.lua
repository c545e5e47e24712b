-- SPDX-License-Identifier: Apache-2.0
-- What the load scripts share. TARGETS is the file bench_seed wrote; each of wrk's threads takes every THREADS-th line.
local M = {}
local threads = tonumber(os.getenv('THREADS') or '2')
local first = tonumber(os.getenv('FIRST') or '1e9') -- of the lines, only so many

function M.setup()
  local i = 0
  return function(thread)
    thread:set('tid', i)
    i = i + 1
  end
end

function M.targets(tid)
  local list, n = {}, -1
  for line in io.lines(os.getenv('TARGETS')) do
    if n == first then break end
    if n >= 0 and n % threads == tid then
      local obligation, token = line:match('^(%d+) (%x+)')
      list[#list + 1] = { obligation, token }
    end
    n = n + 1
  end
  return list
end

function M.done(summary, latency)
  local seconds = summary.duration / 1e6
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('{"requests":%d,"seconds":%.3f,"rate":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.1f,"mean_ms":%.4f,"bad":%d,"errors":"status %d connect %d read %d write %d timeout %d","bytes":%d}\n',
    summary.requests, seconds, (summary.requests - summary.errors.status) / seconds, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, latency.mean / 1e3, bad, summary.errors.status, summary.errors.connect, summary.errors.read, summary.errors.write, summary.errors.timeout, summary.bytes))
end

return M
