/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/form.h"

const char *const field_kind_words[] = {"text", "long_text", "number", "date", "time", "choice", "rows", NULL};
const char *const tally_words[] = {"day", "to_date", NULL};

SHAPE(field, struct field, SHAPE_FIELD(field, key, "键", STR, .flags = SHAPE_REQUIRED, .limit = 40),
      SHAPE_FIELD(field, label, "名称", STR, .flags = SHAPE_REQUIRED), SHAPE_FIELD(field, hint, "填写提示", STR),
      SHAPE_FIELD(field, unit, "计量单位", STR, .limit = 10),
      SHAPE_FIELD(field, kind, "种类", WORD, .words = field_kind_words), SHAPE_FIELD(field, required, "必填", BOOL),
      SHAPE_FIELD(field, standing, "沿用上次", BOOL), SHAPE_FIELD(field, subtotal, "小计", BOOL),
      SHAPE_FIELD(field, tally, "口径", WORD, .words = tally_words), SHAPE_FIELD(field, min, "下限", NUMBER),
      SHAPE_FIELD(field, max, "上限", NUMBER), SHAPE_FIELD(field, choices, "选项", STRS, .limit = 200),
      SHAPE_FIELD(field, fields, "各列", MANY, .of = &field_shape, .limit = 60));

SHAPE(form_check, struct form_check, SHAPE_FIELD(form_check, left, "左边", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(form_check, compare, "比较", STR, .flags = SHAPE_REQUIRED, .limit = 2),
      SHAPE_FIELD(form_check, right, "右边", STRS, .limit = 60),
      SHAPE_FIELD(form_check, message, "提示", STR, .flags = SHAPE_REQUIRED));

SHAPE(form, struct form, SHAPE_FIELD(form, key, "键", STR, .flags = SHAPE_REQUIRED, .limit = 40),
      SHAPE_FIELD(form, name, "名称", STR, .flags = SHAPE_REQUIRED), SHAPE_FIELD(form, note, "说明", PROSE),
      SHAPE_FIELD(form, activities, "活动", BOOL),
      SHAPE_FIELD(form, fields, "栏目", MANY, .of = &field_shape, .limit = 200),
      SHAPE_FIELD(form, checks, "校验", MANY, .of = &form_check_shape, .limit = 100));

SHAPE(remark, struct remark, SHAPE_FIELD(remark, where, "位置", STR), SHAPE_FIELD(remark, message, "提示", PROSE),
      SHAPE_FIELD(remark, blocks, "须改正", BOOL));
