// SPDX-License-Identifier: Apache-2.0
// The cards of a notice's duties at the desk, as a clerk opens and corrects them.

/** Fills and leaves, as a person does: what is judged whole is taken when the field is left. */
export async function change(field, text) {
  await field.fill(text);
  await field.blur();
}

export const cardOf = (page, at) => page.locator('.duty').nth(at);

export async function openDutyOf(page, at) {
  const edit = cardOf(page, at).locator('.duty-edit');
  if (await edit.isHidden()) await cardOf(page, at).locator('.duty-head').click();
  await edit.waitFor();
}
