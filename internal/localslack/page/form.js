// What people have put into the inputs of one message or one view.

import { workspace } from "./workspace.js";

// A value is kept in the shape Slack sends it: { type, value } for texts,
// { type, selected_option } for menus, and so on. These are the members a type
// uses, and the one in the block that says how it begins.
const members = {
  plain_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  rich_text_input: ["rich_text_value", "initial_value"],
  file_input: ["files", "initial_files"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  checkboxes: ["selected_options", "initial_options"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_external_select: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_users_select: ["selected_users", "initial_users"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  multi_channels_select: ["selected_channels", "initial_channels"],
};

// memberOf is the member a type of element keeps its value in, or undefined
// where it keeps none (a button).
export function memberOf(type) {
  return members[type]?.[0];
}

export class Form {
  // kept are the values of the same message or view before it was drawn anew:
  // what somebody has typed survives an update where the input is still there.
  constructor(kept = {}) {
    this.kept = kept;
    this.readers = new Map();
  }

  // start is what an element shows first.
  start(block, element) {
    const [member, initial] = members[element.type];
    const before = this.kept[block.block_id]?.[element.action_id];
    if (before && before.type === element.type) return before[member];
    if (element.default_to_current_conversation && !element[initial]) return member.endsWith("s") ? [workspace.current] : workspace.current;
    return element[initial] ?? (member.endsWith("s") ? [] : null);
  }

  // register names the function that reads an element's value.
  register(block, element, read) {
    if (!this.readers.has(block.block_id)) this.readers.set(block.block_id, new Map());
    this.readers.get(block.block_id).set(element.action_id, () => ({
      type: element.type,
      [memberOf(element.type)]: read(),
    }));
  }

  // value is what one element shows now.
  value(block, element) {
    return this.readers.get(block.block_id)?.get(element.action_id)?.();
  }

  // filled reports whether any element holds something.
  filled() {
    const held = ({ type, ...value }) => Object.values(value).some((v) => (Array.isArray(v) ? v.length > 0 : Boolean(v)));
    return Object.values(this.values()).some((elements) => Object.values(elements).some(held));
  }

  // values are those of all elements: { block_id: { action_id: value } }.
  values() {
    const all = {};
    for (const [block, elements] of this.readers) {
      all[block] = Object.fromEntries([...elements].map(([action, read]) => [action, read()]));
    }
    return all;
  }
}
