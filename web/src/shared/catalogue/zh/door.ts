// SPDX-License-Identifier: Apache-2.0
// The pages before the two entries: login, invitation, receipt check.
export const door = {
  'door.missing': '没有这个页面',
  'door.missing_hint': '链接可能不完整，或者页面已经移走。',
  'door.home': '回到首页',
  'login.title': '登录',
  'login.again': '请登录后继续。',
  'login.login': '账号',
  'login.password': '密码',
  'login.enter': '登录',
  'login.busy': '正在登录…',
  'login.both': '请填写账号和密码。',
  'login.no_account': '没有账号？请使用活动主办单位或所属县区发来的邀请链接。忘记密码，请联系发出邀请的单位重新邀请。',
  'login.receipt': '查验报送凭证'
}
