-- SPDX-License-Identifier: Apache-2.0
-- Reads one report after another, each by a session of its own unit.
package.path = os.getenv('SCRIPTS') .. '/?.lua;' .. package.path
local common = require('common')
setup = common.setup()
done = common.done
local list, n = nil, 0

function request()
  list = list or common.targets(tid)
  n = n + 1
  local target = list[n * 7 % #list + 1]
  return 'GET /api/obligations/' .. target[1] .. '/reports/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: skillweek=' .. target[2] .. '\r\n\r\n'
end
