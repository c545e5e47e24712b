// SPDX-License-Identifier: Apache-2.0
// The few styles of Element Plus that the desk needs; its own colours stand in desk.css, which must come after.
import 'element-plus/es/components/base/style/css'
import 'element-plus/es/components/dialog/style/css'
import 'element-plus/es/components/message/style/css'
import 'element-plus/es/components/option/style/css'
import 'element-plus/es/components/select/style/css'
