import { html, nothing, type TemplateResult } from "lit";
import type { PersonCard } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import { SessionElement } from "./base.ts";
import { avatar, planBadge } from "./parts.ts";
import { dot } from "./presence.ts";

/** The people in the room, each with their side and the badge where the plan gives it, and the rule between them. */
export class Members extends SessionElement {
  protected override render(): TemplateResult {
    const detail = this.page.session.state.room?.detail;
    return html`<section class="about__part">
      <h3>${text.people}</h3>
      <ul class="people">
        ${detail?.members.map((member) => this.#one(member))}
      </ul>
    </section>
    <section class="about__part">
      <h3>${text.contactRule}</h3>
      <p class="about__rule">${detail?.rule.text}</p>
    </section>`;
  }

  #one(member: PersonCard): TemplateResult {
    const { me, presence } = this.page.session;
    const isMe = member.id === me.id;
    const isHere = presence.here.includes(member.id);
    return html`<li class="people__one">
      ${avatar(member.id, member.name, isMe, member.picture)}
      <div>
        <p class="people__name">${member.name}${isMe ? html` <span class="muted">${text.isYou}</span>` : nothing}${
          isHere ? html` <span class="people__here">${dot()}${text.here}</span>` : nothing
        }</p>
        <p class="muted small">
          ${text.sides[member.side]}${member.organisation ? ` · ${member.organisation.name}` : nothing}
        </p>
        ${member.side === "client" ? planBadge(member.organisation?.plan) : nothing}
      </div>
    </li>`;
  }
}
