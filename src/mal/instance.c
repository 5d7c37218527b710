// SPDX-License-Identifier: Apache-2.0
/*
 * Things that are there, in the words of a MAL language.
 */
#include "mal/instance.h"

#include <assert.h>

enum { MAX_GUESSES = 200 }; // errors after which no more did-you-mean is looked for

void rp_mal_instance_init(struct rp_mal_instance *in, struct rp_arena *a, const struct rp_mal *m)
{
    *in = (struct rp_mal_instance){.arena = a, .mal = m, .nthings = 1};
    in->thing = rp_arena_grow(a, NULL, 0, &in->things_cap, sizeof(in->thing[0]));
    rp_names_init(&in->lost, a);
}

uint32_t rp_mal_instance_add(struct rp_mal_instance *in, struct rp_str name, uint32_t asset,
                             struct rp_loc at)
{
    assert(asset && asset < in->mal->nassets && !in->mal->asset[asset].abstract);
    in->thing =
        rp_arena_grow(in->arena, in->thing, in->nthings, &in->things_cap, sizeof(in->thing[0]));
    in->thing[in->nthings] = (struct rp_mal_thing){
        .name = name, .asset = asset, .at = at, .defense_first = in->ndefenses};
    return in->nthings++;
}

void rp_mal_instance_set(struct rp_mal_instance *in, struct rp_str step, double on,
                         struct rp_loc at)
{
    assert(in->nthings > 1 && on >= 0 && on <= 1);
    in->defense = rp_arena_grow(in->arena, in->defense, in->ndefenses, &in->defenses_cap,
                                sizeof(in->defense[0]));
    in->defense[in->ndefenses++] = (struct rp_mal_setting){step, on, at};
    in->thing[in->nthings - 1].ndefenses++;
}

static void add_link(struct rp_mal_instance *in, uint32_t from, uint32_t field, uint32_t to)
{
    in->link = rp_arena_grow(in->arena, in->link, in->nlinks, &in->links_cap, sizeof(in->link[0]));
    in->link[in->nlinks++] = (struct rp_mal_link){from, field, to};
}

void rp_mal_instance_link(struct rp_mal_instance *in, uint32_t from, uint32_t field, uint32_t to)
{
    const struct rp_mal *m = in->mal;
    assert(from && from < in->nthings && to && to < in->nthings);
    assert(field && field < m->nfields);
    assert(rp_mal_asset_is(m, in->thing[from].asset, m->field[field].from));
    assert(rp_mal_asset_is(m, in->thing[to].asset, m->field[field].to));
    add_link(in, from, field, to);
    add_link(in, to, m->field[field].opposite, from);
}

// Names with a guess; used only after a mistake, so that a walk over all of them does not matter.
static void guess_thing(const struct rp_mal_instance *in, struct rp_diag *diag, struct rp_str word)
{
    struct rp_str *name = RP_NEWN(in->arena, struct rp_str, in->nthings);
    for (uint32_t i = 1; i < in->nthings; i++)
        name[i - 1] = in->thing[i].name;
    size_t best = rp_str_nearest(word, name, in->nthings - 1);
    if (best < in->nthings - 1)
        rp_report_meant(diag, name[best], in->thing[best + 1].at);
}

static void guess_step(const struct rp_mal_instance *in, struct rp_diag *diag, struct rp_str word,
                       uint32_t asset)
{
    const struct rp_mal_asset *a = &in->mal->asset[asset];
    struct rp_str *name = RP_NEWN(in->arena, struct rp_str, a->nsteps);
    for (uint32_t i = 0; i < a->nsteps; i++)
        name[i] = in->mal->step[a->step[i]].name;
    size_t best = rp_str_nearest(word, name, a->nsteps);
    if (best < a->nsteps)
        rp_report_meant(diag, name[best], in->mal->step[a->step[best]].at);
}

bool rp_mal_instance_enter(struct rp_mal_instance *in, uint32_t thing, struct rp_str step,
                           struct rp_loc at, struct rp_diags *d)
{
    assert(thing && thing < in->nthings);
    uint32_t asset = in->thing[thing].asset, found = rp_mal_step_find(in->mal, asset, step);
    if (!found) {
        struct rp_diag *diag = rp_report(d, RP_MSG_MAL_ENTRY_STEP, at, "%.*s", RP_FMT(step));
        if (d->errors < MAX_GUESSES)
            guess_step(in, diag, step, asset);
        return false;
    }
    enum rp_mal_step_type type = in->mal->step[found].type;
    if (type != RP_MAL_OR && type != RP_MAL_AND) {
        rp_report(d, RP_MSG_MAL_ENTRY_CONDITION, at, "%.*s", RP_FMT(step));
        return false;
    }
    in->entry =
        rp_arena_grow(in->arena, in->entry, in->nentries, &in->entries_cap, sizeof(in->entry[0]));
    in->entry[in->nentries++] = (struct rp_mal_entry){thing, step, at};
    return true;
}

bool rp_mal_instance_enter_named(struct rp_mal_instance *in, struct rp_str text, struct rp_loc at,
                                 struct rp_diags *d)
{
    size_t colon = text.n;
    while (colon > 0 && text.p[colon - 1] != ':')
        colon--;
    struct rp_str name = {text.p, colon ? colon - 1 : text.n};
    struct rp_str step = {text.p + colon, colon ? text.n - colon : 0};
    uint32_t thing = 1;
    while (thing < in->nthings && !rp_str_eq(in->thing[thing].name, name))
        thing++;
    if (thing == in->nthings && rp_names_find(&in->lost, name))
        return false;
    if (thing == in->nthings) {
        struct rp_diag *diag = rp_report(d, RP_MSG_MAL_ENTRY_UNKNOWN, at, "%.*s", RP_FMT(name));
        if (d->errors < MAX_GUESSES)
            guess_thing(in, diag, name);
        return false;
    }
    return rp_mal_instance_enter(in, thing, step, at, d);
}
