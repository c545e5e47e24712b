-- SPDX-License-Identifier: Apache-2.0
-- Daily reports of 2 KiB, obligation after obligation, each by a session of its own unit; each round is the next version.
package.path = os.getenv('SCRIPTS') .. '/?.lua;' .. package.path
local common = require('common')
setup = common.setup()
done = common.done

local sentence = '5月17日上午，学校组织师生走进社区开展职业教育便民服务活动，现场提供健康咨询、家政服务、形象设计、园艺插花、烘焙茶艺与职业礼仪体验，参与居民反响热烈，媒体记者到场采访报道。'
local list, n, run = nil, 0, os.time() * 1000
local asked = false
local rest = '","body":{"forms":{"daily":{"liaison":"王老师","phone":"0551-63501000","activity":"走进社区","place":"演练社区服务中心","participants":120,"narrative":"' ..
  string.rep(sentence, 7) .. '"}}}}'

function request()
  list = list or common.targets(tid)
  local target = list[n % #list + 1]
  -- UUIDs of version 7: the time in front, so that neighbours in time are neighbours in the index
  local body = string.format('{"base":%d,"sending":"%08x-%04x-7%03x-a%03x-%012x', math.floor(n / #list),
    math.floor((run + n / 16) / 65536), (run + n / 16) % 65536, n % 4096, tid, n) .. rest
  -- wrk asks its first thread for one that it looks at and does not send: that one is made again
  n = (tid > 0 or asked) and n + 1 or n
  asked = true
  return 'POST /api/obligations/' .. target[1] .. '/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Skillweek: 1\r\nCookie: skillweek=' ..
    target[2] .. '\r\nContent-Type: application/json\r\nContent-Length: ' .. #body .. '\r\n\r\n' .. body
end
