// SPDX-License-Identifier: Apache-2.0
/*
 * The controls of the model against the catalogue.
 */
#include "attack/bind.h"

enum { MOST_NOTES = 3 }; // places where a control would fit, told after one where it does not

static uint32_t find_control(struct rp_binding *b, const struct rp_word *word)
{
    const struct rp_catalogue *c = b->catalogue;
    struct rp_str *known = RP_NEWN(b->arena, struct rp_str, c->ncontrols);
    for (uint32_t i = 1; i < c->ncontrols; i++) {
        known[i - 1] = c->control[i].id;
        if (rp_str_eq(word->text, c->control[i].id))
            return i;
    }
    struct rp_diag *diag =
        rp_report(b->d, RP_MSG_CONTROL_KIND_UNKNOWN, word->at, "%.*s", RP_FMT(word->text));
    size_t near = rp_str_nearest(word->text, known, c->ncontrols - 1);
    if (near < c->ncontrols - 1)
        rp_report_meant(diag, known[near], c->control[near + 1].at);
    return 0;
}

// The defence of that name that an instance has; 0 when it has none.
static uint32_t defense_of(const struct rp_binding *b, uint32_t thing, struct rp_str defense)
{
    const struct rp_mal *m = b->catalogue->mal;
    uint32_t step = rp_mal_step_find(m, b->in.thing[thing].asset, defense);
    return step && m->step[step].type == RP_MAL_DEFENSE ? step : 0;
}

static void wrong_place(struct rp_binding *b, const struct rp_ref *ref, struct rp_str defense)
{
    const struct rp_mal *m = b->catalogue->mal;
    struct rp_diag *diag =
        rp_report(b->d, RP_MSG_CONTROL_PLACE, ref->at, "%.*s", RP_FMT(rp_loc_text(ref->at)));
    unsigned notes = 0;
    for (uint32_t i = 1; i < m->nsteps && notes < MOST_NOTES; i++) {
        const struct rp_mal_step *s = &m->step[i];
        if (s->type != RP_MAL_DEFENSE || s->inherited || !rp_str_eq(s->name, defense))
            continue;
        rp_report_note(b->d, diag, RP_MSG_NOTE_CONTROL_FITS, s->at, "%.*s",
                       RP_FMT(rp_catalogue_kebab(b->arena, m->asset[s->asset].name)));
        notes++;
    }
}

static void check_places(struct rp_binding *b, uint32_t kind, uint32_t i)
{
    const struct rp_control *c = &b->model->control[i];
    struct rp_str defense = b->catalogue->control[kind].defense;
    for (uint32_t k = 0; k < c->at.n; k++) {
        const struct rp_ref *ref = &c->at.ref[k];
        if (ref->class == RP_CLASS_NONE)
            continue; // the model's reader has reported it
        uint32_t thing = b->thing[ref->class] ? b->thing[ref->class][ref->i] : 0;
        if (b->thing[ref->class] && !thing)
            continue; // of an unknown kind: reported
        if (!thing || !defense_of(b, thing, defense))
            wrong_place(b, ref, defense);
    }
}

// A decision without places must at least be about one of the things that are there.
static void check_anywhere(struct rp_binding *b, uint32_t kind, uint32_t i)
{
    const struct rp_control *c = &b->model->control[i];
    if (c->at.n)
        return;
    for (uint32_t thing = 1; thing < b->in.nthings; thing++)
        if (defense_of(b, thing, b->catalogue->control[kind].defense))
            return;
    rp_report(b->d, RP_MSG_CONTROL_NOWHERE, c->item.kind.at, "%.*s", RP_FMT(c->item.kind.text));
}

void rp_bind_controls(struct rp_binding *b)
{
    const struct rp_model *m = b->model;
    b->kind_of_control = RP_NEWN(b->arena, uint32_t, m->ncontrols + 1);
    for (uint32_t i = 1; i < m->ncontrols; i++) {
        if (m->control[i].item.kind.text.n == 0)
            continue; // the model's reader has reported it
        uint32_t kind = find_control(b, &m->control[i].item.kind);
        b->kind_of_control[i] = kind;
        if (!kind)
            continue;
        check_places(b, kind, i);
        check_anywhere(b, kind, i);
    }
}
