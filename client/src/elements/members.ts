import { html, nothing, type TemplateResult } from "lit";
import type { PersonCard, RoomDetail } from "../protocol/index.ts";
import { readersOf, type Reader } from "../session/rule.ts";
import { text } from "../text/index.ts";
import { SessionElement } from "./base.ts";
import { avatar, icon, pill, planBadge, relationshipPill } from "./parts.ts";
import { dot } from "./presence.ts";

/** The people in the room, each with their side and the badge where the plan gives it, and the rule between them. */
export class Members extends SessionElement {
  protected override render(): TemplateResult {
    const detail = this.page.session.state.room?.detail;
    const readers = detail ? readersOf(this.page.session.me.id, detail) : [];
    return html`<section class="about__part">
      <h3>${text.people}</h3>
      <ul class="people">
        ${detail?.members.map((member) =>
          this.#one(
            detail,
            member,
            readers.find((one) => one.member.id === member.id),
          ),
        )}
      </ul>
      ${
        detail
          ? html`<p>
            <a class="button button--small" href="/rooms/${detail.id}/people">${icon("user-plus")}${text.bringOrLeave}</a>
          </p>`
          : nothing
      }
    </section>
    <section class="about__part">
      <h3>${text.contactRule}</h3>
      <p class="about__rule">${detail?.rule.text}</p>
    </section>`;
  }

  #one(detail: RoomDetail, member: PersonCard, reader: Reader | undefined): TemplateResult {
    const isMe = reader === undefined;
    const broughtBy = this.#broughtBy(detail, member);
    const isHere = this.page.session.presence.here.includes(member.id);
    return html`<li class="people__one">
      ${avatar(member.id, member.name, isMe, member.picture)}
      <div>
        <p class="people__name"><bdi>${member.name}</bdi>${isMe ? html` <span class="muted">${text.isYou}</span>` : nothing}${
          isHere ? html` <span class="people__here">${dot()}${text.here}</span>` : nothing
        }</p>
        <p class="muted small">
          ${text.sides[member.side]}${member.organisation ? ` · ${member.organisation.name}` : nothing}${broughtBy}
        </p>
        <p class="people__signs">
          ${member.side === "client" ? planBadge(member.organisation?.plan) : nothing}${
            reader ? this.#standing(detail, member, reader) : nothing
          }
        </p>
      </div>
    </li>`;
  }

  #standing(detail: RoomDetail, member: PersonCard, reader: Reader): TemplateResult | typeof nothing {
    if (reader.isColleague) return pill(text.colleague, "users");
    const own = detail.members.find((one) => one.id === this.page.session.me.id);
    return own?.side === member.side ? nothing : relationshipPill(reader.relationship);
  }

  #broughtBy(detail: RoomDetail, member: PersonCard): string {
    const by = member.brought_by;
    if (!by) return "";
    if (by === this.page.session.me.id) return ` · ${text.broughtByYou}`;
    const name = detail.members.find((one) => one.id === by)?.name;
    return ` · ${name ? text.broughtBy(name) : text.broughtByFormer}`;
  }
}
