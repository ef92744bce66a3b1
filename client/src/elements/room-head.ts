import { html, nothing, type TemplateResult } from "lit";
import { who } from "../session/wording.ts";
import { text } from "../text/index.ts";
import { SessionElement } from "./base.ts";
import { avatar, clauseLink, icon, planBadge, relationshipPill } from "./parts.ts";
import { whoIsHere } from "./presence.ts";
import { roomMenu } from "./room-menu.ts";

/** Who, job, badge, relationship, and what the contact rule says here. */
export class RoomHead extends SessionElement {
  /** That somebody is here now says more than how quickly they usually reply. */
  #hereOrPace(): TemplateResult | typeof nothing {
    const here = whoIsHere(this.page.session);
    if (here !== nothing) return here;
    const words = text.pace[this.page.pace ?? ""];
    return words ? html`<span class="room-head__pace">${icon("clock")}${words}</span>` : nothing;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state, me } = this.page.session;
    if (!state.room) return nothing;
    const { detail } = state.room;
    const [firstSentence, ...more] = detail.rule.text.split(/(?<=\.) /u);
    const other = detail.members.find((member) => member.id !== me.id);
    return html`<header class="room-head">
        <a class="icon-button room-head__back" href="/rooms/"
          >${icon("arrow-left")}<span class="visually-hidden">${text.allRooms}</span></a
        >
        ${other ? avatar(other.id, other.name, false, other.picture) : nothing}
        <div class="room-head__text">
          <div class="room-head__who">
            <h1 dir="auto">${who(detail, me.id)}</h1>
            ${planBadge(detail.client_plan)}${relationshipPill(detail.relationship)}
          </div>
          <p class="room-head__job"><span class="room-head__title" dir="auto">${detail.title}</span>${this.#hereOrPace()}</p>
        </div>
        ${roomMenu(detail, this.page)}
        <a class="button button--quiet button--small room-head__about" href="#about"
          >${icon("panel-right")}<span>${text.about}</span></a
        >
      </header>
      <div class=${detail.exempt ? "rule rule--open" : "rule"}>
        ${icon(detail.exempt ? "circle-check" : "shield-check")}
        <p>
          ${firstSentence}<span class="rule__more"> ${more.join(" ")}</span>
          <span class="rule__reference">${clauseLink(detail.rule.policy, detail.rule.clause)}</span>
        </p>
      </div>`;
  }
}
