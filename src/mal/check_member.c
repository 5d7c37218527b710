// SPDX-License-Identifier: Apache-2.0
/*
 * Checks of MAL: the fields, steps and variables that each asset has, inherited ones included.
 */
#include "mal/check.h"

#include <assert.h>
#include <stdlib.h>

static int compare_members(const void *a, const void *b)
{
    const struct rp_mal_member *x = a, *y = b;
    return x->name < y->name ? -1 : x->name > y->name;
}

void rp_mal_sort_members(struct rp_mal_member *member, uint32_t n)
{
    if (n)
        qsort(member, n, sizeof(member[0]), compare_members);
}

uint32_t rp_mal_member_find(const struct rp_mal_member *member, uint32_t n, uint32_t name)
{
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (member[mid].name == name)
            return member[mid].item;
        if (member[mid].name < name)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

bool rp_mal_count_resolved(struct rp_mal_build *b, uint32_t n, struct rp_loc at)
{
    if (b->resolved > RP_MAL_MAX_RESOLVED)
        return false;
    b->resolved += n < RP_MAL_MAX_RESOLVED ? n : RP_MAL_MAX_RESOLVED;
    if (b->resolved <= RP_MAL_MAX_RESOLVED)
        return true;
    rp_report(b->d, RP_MSG_MAL_TOO_LARGE, at, "%s", "");
    return false;
}

static void report_twice(struct rp_mal_build *b, enum rp_msg msg, struct rp_mal_word name,
                         struct rp_loc first)
{
    struct rp_diag *diag = rp_report(b->d, msg, name.at, "%.*s", RP_FMT(name.text));
    rp_report_note(b->d, diag, RP_MSG_NOTE_FIRST, first, "%s", "");
}

// The asset at one end of an association, 0 (reported) when there is none.
static uint32_t find_end(struct rp_mal_build *b, const struct rp_mal_syn_end *end)
{
    uint32_t asset = b->asset_of_name[rp_names_find(b->names, end->asset.text)];
    if (!asset) {
        struct rp_diag *diag = rp_report(b->d, RP_MSG_MAL_ASSOCIATION_ASSET, end->asset.at, "%.*s",
                                         RP_FMT(end->asset.text));
        rp_mal_guess_asset(b, diag, end->asset.text);
    }
    return asset;
}

// An association is two fields: what the left asset sees under the right role, and the way back.
static void read_fields(struct rp_mal_build *b)
{
    for (const struct rp_mal_syn_association *i = b->syn->association; i; i = i->next) {
        uint32_t left = find_end(b, &i->left), right = find_end(b, &i->right), n = b->nfields;
        b->field[n] = (struct rp_mal_field){.name = i->right.role.text,
                                            .from = left,
                                            .to = right,
                                            .opposite = n + 1,
                                            .min = i->right.min,
                                            .max = i->right.max,
                                            .association = i->name.text,
                                            .at = i->right.role.at};
        b->field[n + 1] = (struct rp_mal_field){.name = i->left.role.text,
                                                .from = right,
                                                .to = left,
                                                .opposite = n,
                                                .min = i->left.min,
                                                .max = i->left.max,
                                                .association = i->name.text,
                                                .at = i->left.role.at};
        b->nfields += 2;
        struct rp_mal_meta *meta;
        rp_mal_check_metas(b, i->meta, &meta);
        if (!left || !right)
            b->field[n].from = b->field[n + 1].from = 0;
    }
    for (uint32_t i = b->nfields; i-- > 1;) {
        b->next_field[i] = b->more[b->field[i].from].first_field;
        b->more[b->field[i].from].first_field = i;
    }
}

static void read_steps_and_variables(struct rp_mal_build *b)
{
    for (uint32_t i = 1; i < b->nassets; i++) {
        uint32_t s = b->more[i].first_step, v = b->more[i].first_variable;
        for (const struct rp_mal_syn_step *j = b->more[i].syn->step; j; j = j->next, s++) {
            b->step_syn[s] = j;
            b->step[s] = (struct rp_mal_step){.name = j->name.text,
                                              .type = j->type,
                                              .asset = i,
                                              .name_number = rp_names_find(b->names, j->name.text),
                                              .at = j->name.at};
        }
        for (const struct rp_mal_syn_variable *j = b->more[i].syn->variable; j; j = j->next, v++)
            b->variable[v] = (struct rp_mal_build_variable){
                .syn = j, .asset = i, .name = rp_names_find(b->names, j->name.text)};
    }
}

// Own steps in the order of the source, then the inherited ones that are not redeclared.
static bool list_steps(struct rp_mal_build *b, uint32_t asset)
{
    struct rp_mal_asset *a = &b->asset[asset];
    const struct rp_mal_asset *parent = &b->asset[a->parent];
    const struct rp_mal_build_asset *more = &b->more[asset];
    uint32_t most = more->own_steps + parent->nsteps, n = 0;
    if (!rp_mal_count_resolved(b, most, a->at))
        return false;
    uint32_t *list = RP_NEWN(b->arena, uint32_t, most);
    struct rp_mal_member *by_name = RP_NEWN(b->arena, struct rp_mal_member, most);
    for (uint32_t i = 0; i < most; i++) {
        bool own = i < more->own_steps;
        uint32_t s = own ? more->first_step + i : parent->step[i - more->own_steps];
        uint32_t name = b->step[s].name_number, first = b->step_stamp.item[name];
        if (b->step_stamp.scope[name] == asset) {
            if (own)
                report_twice(b, RP_MSG_MAL_STEP_TWICE, b->step_syn[s]->name, b->step[first].at);
            else if (b->step[first].asset == asset)
                b->step[first].inherited = s;
            continue;
        }
        b->step_stamp.scope[name] = asset;
        b->step_stamp.item[name] = s;
        by_name[n] = (struct rp_mal_member){name, s};
        list[n++] = s;
    }
    rp_mal_sort_members(by_name, n);
    a->step = list;
    a->step_by_name = by_name;
    a->nsteps = n;
    return true;
}

static void check_field_is_step(struct rp_mal_build *b, uint32_t asset, uint32_t field)
{
    uint32_t name = rp_names_find(b->names, b->field[field].name);
    if (b->step_stamp.scope[name] != asset)
        return;
    uint32_t step = b->step_stamp.item[name];
    if (b->field[field].from != asset && b->step[step].asset != asset)
        return; // both inherited: reported for the ancestor
    report_twice(b, RP_MSG_MAL_FIELD_IS_STEP,
                 (struct rp_mal_word){b->field[field].name, b->field[field].at}, b->step[step].at);
}

// Inherited fields first, so that it is the own one that is reported as the second.
static bool list_fields(struct rp_mal_build *b, uint32_t asset)
{
    struct rp_mal_asset *a = &b->asset[asset];
    const struct rp_mal_asset *parent = &b->asset[a->parent];
    uint32_t most = parent->nfields, n = 0;
    for (uint32_t f = b->more[asset].first_field; f; f = b->next_field[f])
        most++;
    if (!rp_mal_count_resolved(b, most, a->at))
        return false;
    struct rp_mal_member *list = RP_NEWN(b->arena, struct rp_mal_member, most);
    uint32_t own = b->more[asset].first_field;
    for (uint32_t i = 0; i < most; i++) {
        uint32_t f = own;
        if (i < parent->nfields)
            f = parent->field_by_name[i].item;
        else
            own = b->next_field[own];
        uint32_t name = rp_names_find(b->names, b->field[f].name);
        check_field_is_step(b, asset, f);
        if (b->field_stamp.scope[name] == asset) {
            report_twice(b, RP_MSG_MAL_FIELD_TWICE,
                         (struct rp_mal_word){b->field[f].name, b->field[f].at},
                         b->field[b->field_stamp.item[name]].at);
            continue;
        }
        b->field_stamp.scope[name] = asset;
        b->field_stamp.item[name] = f;
        list[n++] = (struct rp_mal_member){name, f};
    }
    rp_mal_sort_members(list, n);
    a->field_by_name = list;
    a->nfields = n;
    return true;
}

static bool list_variables(struct rp_mal_build *b, uint32_t asset)
{
    struct rp_mal_build_asset *more = &b->more[asset];
    const struct rp_mal_build_asset *parent = &b->more[b->asset[asset].parent];
    uint32_t most = more->own_variables + parent->nvariables, n = 0;
    if (!rp_mal_count_resolved(b, most, b->asset[asset].at))
        return false;
    more->variable = RP_NEWN(b->arena, struct rp_mal_member, most);
    for (uint32_t i = 0; i < most; i++) {
        uint32_t v = i < parent->nvariables ? parent->variable[i].item
                                            : more->first_variable + i - parent->nvariables;
        uint32_t name = b->variable[v].name;
        if (b->variable_stamp.scope[name] == asset) {
            report_twice(b, RP_MSG_MAL_VARIABLE_TWICE, b->variable[v].syn->name,
                         b->variable[b->variable_stamp.item[name]].syn->name.at);
            continue;
        }
        b->variable_stamp.scope[name] = asset;
        b->variable_stamp.item[name] = v;
        more->variable[n++] = (struct rp_mal_member){name, v};
    }
    rp_mal_sort_members(more->variable, n);
    more->nvariables = n;
    return true;
}

bool rp_mal_check_members(struct rp_mal_build *b)
{
    read_fields(b);
    read_steps_and_variables(b);
    for (uint32_t i = 0; i + 1 < b->nassets; i++) {
        uint32_t asset = b->order[i];
        if (!list_steps(b, asset) || !list_fields(b, asset) || !list_variables(b, asset))
            return false;
    }
    return true;
}

void rp_mal_check_unused(struct rp_mal_build *b)
{
    for (uint32_t i = 1; i < b->nvariables; i++) {
        const struct rp_mal_word *name = &b->variable[i].syn->name;
        if (!b->variable[i].used)
            rp_report(b->d, RP_MSG_MAL_VARIABLE_UNUSED, name->at, "%.*s", RP_FMT(name->text));
    }
    uint32_t field = 1;
    for (const struct rp_mal_syn_association *i = b->syn->association; i; i = i->next, field += 2)
        if (!b->field_used[field] && !b->field_used[field + 1])
            rp_report(b->d, RP_MSG_MAL_ASSOCIATION_UNUSED, i->name.at, "%.*s",
                      RP_FMT(i->name.text));
}
