// What the bot may send, by Slack's own types, and nothing they do not know:
// their views and messages also take a Block of any type whatever.
//
// No block of the bot's is missing there. One that is would be named here, as
// another member of Sendable, with the reason.
import type { HomeView, KnownBlock, ModalView } from "@slack/types";

type Sendable = KnownBlock;
type Strictly<View> = Omit<View, "blocks"> & { blocks: Sendable[] };

export type Message = { text?: string; blocks: Sendable[] };
export type Modal = Strictly<ModalView>;
export type Home = Strictly<HomeView>;
