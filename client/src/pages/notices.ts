import { startNotices } from "../notices/page.ts";

startNotices(document);
