// SPDX-License-Identifier: Apache-2.0
// The notice of Hefei as it was published, and a corrected one: one deadline moved, one duty dropped, one added.
import { readFileSync } from 'node:fs';

export const notice = readFileSync(new URL('../../campaigns/hefei-2023/notice.txt', import.meta.url), 'utf8');
export const corrected = notice
  .replace('各中专学校在5月13日前将活动内容', '各中专学校在5月14日前将活动内容')
  .replace(/\(三\) 做好活动总结。[^]*?（四）遵守纪律要求/, '(三) 做好安全检查。各县(市)、开发区教育主管部门于5月16日前将安全检查报告报送至市教育局职成处。\n\n（四）遵守纪律要求');
