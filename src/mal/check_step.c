// SPDX-License-Identifier: Apache-2.0
/*
 * Checks of MAL: steps, and what they inherit.
 *
 * Parents come first, so that what a step takes over is complete when it is read.
 */
#include "mal/check.h"

static bool is_condition(enum rp_mal_step_type type)
{
    return type == RP_MAL_EXIST || type == RP_MAL_NOT_EXIST;
}

static bool is_attack(enum rp_mal_step_type type)
{
    return type == RP_MAL_OR || type == RP_MAL_AND;
}

static void report_step(struct rp_mal_build *b, enum rp_msg msg, struct rp_loc at, uint32_t step)
{
    rp_report(b->d, msg, at, "%.*s", RP_FMT(b->step[step].name));
}

// Rules that concern the declaration alone.
static void check_alone(struct rp_mal_build *b, uint32_t step)
{
    const struct rp_mal_syn_step *syn = b->step_syn[step];
    if (syn->cia && !is_attack(syn->type))
        report_step(b, RP_MSG_MAL_CIA_PLACE, syn->cia_at, step);
    rp_mal_check_ttc(b, syn);
    if (is_condition(syn->type) && !syn->needs_at.src)
        report_step(b, RP_MSG_MAL_NEEDS_MISSING, syn->name.at, step);
    if (!is_condition(syn->type) && syn->needs_at.src)
        report_step(b, RP_MSG_MAL_NEEDS_PLACE, syn->needs_at, step);
    if (syn->type == RP_MAL_NOT_EXIST && syn->needs && syn->needs->next)
        report_step(b, RP_MSG_MAL_NOT_EXIST_SEVERAL, syn->needs->next->at, step);
}

// Rules between a declaration and the one it redeclares.
static void check_inherited(struct rp_mal_build *b, uint32_t step)
{
    const struct rp_mal_syn_step *syn = b->step_syn[step];
    struct rp_mal_step *s = &b->step[step];
    if (!s->inherited) {
        if (syn->appends)
            report_step(b, RP_MSG_MAL_APPEND_NOTHING, syn->reach_at, step);
        return;
    }
    const struct rp_mal_step *from = &b->step[s->inherited];
    if (from->type != s->type) {
        struct rp_diag *diag =
            rp_report(b->d, RP_MSG_MAL_STEP_TYPE, s->at, "%.*s", RP_FMT(s->name));
        rp_report_note(b->d, diag, RP_MSG_NOTE_FIRST, from->at, "%s", "");
        s->inherited = 0;
        return;
    }
    bool replaces = syn->reach_at.src && !syn->appends;
    if (from->ttc && !syn->ttc_at.src && !is_condition(s->type))
        report_step(b, replaces ? RP_MSG_MAL_TTC_DROPPED : RP_MSG_MAL_TTC_INHERITED, s->at, step);
    if (is_condition(s->type) && syn->needs && !replaces)
        report_step(b, RP_MSG_MAL_NEEDS_REPLACED, syn->needs_at, step);
}

// Own metas, then inherited ones whose key is not given again.
static void take_metas(struct rp_mal_build *b, uint32_t step, const struct rp_mal_step *from)
{
    struct rp_mal_step *s = &b->step[step];
    struct rp_mal_meta *own;
    uint32_t n = rp_mal_check_metas(b, b->step_syn[step]->meta, &own);
    s->meta = own;
    s->nmeta = n;
    if (!from || !from->nmeta)
        return;
    struct rp_mal_meta *all = RP_NEWN(b->arena, struct rp_mal_meta, n + from->nmeta);
    if (n)
        memcpy(all, own, n * sizeof(all[0]));
    // b->scope still marks the step's own keys.
    for (uint32_t i = 0; i < from->nmeta; i++)
        if (b->meta_stamp.scope[rp_names_find(b->names, from->meta[i].key)] != b->scope)
            all[n++] = from->meta[i];
    s->meta = all;
    s->nmeta = n;
}

static void take_tags(struct rp_mal_build *b, uint32_t step, const struct rp_mal_step *from)
{
    const struct rp_mal_syn_step *syn = b->step_syn[step];
    struct rp_mal_step *s = &b->step[step];
    s->tag = syn->tag;
    s->ntags = syn->ntags;
    if (!from || !from->ntags)
        return;
    struct rp_str *all = RP_NEWN(b->arena, struct rp_str, syn->ntags + from->ntags);
    for (uint32_t i = 0; i < syn->ntags; i++)
        all[i] = syn->tag[i];
    for (uint32_t i = 0; i < from->ntags; i++)
        if (!rp_mal_step_has_tag(s, from->tag[i]))
            all[syn->ntags + i] = from->tag[i];
    // Close the gaps left by tags that were given again.
    uint32_t n = 0;
    for (uint32_t i = 0; i < syn->ntags + from->ntags; i++)
        if (all[i].n)
            all[n++] = all[i];
    s->tag = all;
    s->ntags = n;
}

static void take_needs(struct rp_mal_build *b, uint32_t step)
{
    struct rp_mal_step *s = &b->step[step];
    uint32_t n = 0;
    for (const struct rp_mal_syn_expr *e = b->step_syn[step]->needs; e; e = e->next)
        n++;
    struct rp_mal_reach *needs = RP_NEWN(b->arena, struct rp_mal_reach, n);
    n = 0;
    for (const struct rp_mal_syn_expr *e = b->step_syn[step]->needs; e; e = e->next) {
        const struct rp_mal_expr *path = NULL;
        if (rp_mal_check_expr(b, s->asset, e, &path))
            needs[n++] = (struct rp_mal_reach){.to = path, .at = e->at};
    }
    s->needs = needs;
    s->nneeds = n;
}

static void check_edge(struct rp_mal_build *b, const struct rp_mal_step *s,
                       const struct rp_mal_reach *reach, uint32_t target)
{
    enum rp_mal_step_type type = b->step[target].type;
    if (!is_attack(type))
        rp_report(b->d, RP_MSG_MAL_REACH_CONDITION, reach->at, "%.*s", RP_FMT(reach->step));
    else if (!is_attack(s->type) && type == RP_MAL_OR)
        rp_report(b->d, RP_MSG_MAL_CONDITION_TO_OR, reach->at, "%.*s", RP_FMT(reach->step));
}

// What is inherited, then the step's own.
static bool take_reaches(struct rp_mal_build *b, uint32_t step, const struct rp_mal_step *from)
{
    struct rp_mal_step *s = &b->step[step];
    uint32_t n = from ? from->nreach : 0, most = n;
    for (const struct rp_mal_syn_expr *e = b->step_syn[step]->reach; e; e = e->next)
        most++;
    if (!rp_mal_count_resolved(b, most, s->at))
        return false;
    if (most == n) {
        s->reach = n ? from->reach : NULL;
        s->nreach = n;
        return true;
    }
    struct rp_mal_reach *reach = RP_NEWN(b->arena, struct rp_mal_reach, most);
    if (n)
        memcpy(reach, from->reach, n * sizeof(reach[0]));
    for (const struct rp_mal_syn_expr *e = b->step_syn[step]->reach; e; e = e->next) {
        uint32_t target;
        if (rp_mal_check_reach(b, s->asset, e, &reach[n], &target))
            check_edge(b, s, &reach[n++], target);
    }
    s->reach = reach;
    s->nreach = n;
    return true;
}

static bool check_step(struct rp_mal_build *b, uint32_t step)
{
    const struct rp_mal_syn_step *syn = b->step_syn[step];
    struct rp_mal_step *s = &b->step[step];
    check_alone(b, step);
    check_inherited(b, step);
    bool replaces = syn->reach_at.src && !syn->appends;
    const struct rp_mal_step *from = s->inherited && !replaces ? &b->step[s->inherited] : NULL;
    s->cia = syn->cia || !from ? syn->cia : from->cia;
    s->ttc = syn->ttc || !from ? syn->ttc : from->ttc;
    take_metas(b, step, from);
    take_tags(b, step, from);
    take_needs(b, step);
    return take_reaches(b, step, from);
}

bool rp_mal_check_steps(struct rp_mal_build *b)
{
    for (uint32_t i = 0; i + 1 < b->nassets; i++) {
        const struct rp_mal_build_asset *more = &b->more[b->order[i]];
        for (uint32_t s = more->first_step; s < more->first_step + more->own_steps; s++)
            if (!check_step(b, s))
                return false;
    }
    return true;
}
