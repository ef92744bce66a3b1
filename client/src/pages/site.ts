import "../styles/site.css";
import "../icons.svg?no-inline";
import { forgetOnSignOut } from "../site/forget.ts";
import { closeMenusOnLeaving } from "../site/menus.ts";
import { askForPasskeys } from "../site/passkeys.ts";

document.documentElement.classList.add("has-script");
closeMenusOnLeaving(document);
forgetOnSignOut(document, localStorage);
askForPasskeys(document);
