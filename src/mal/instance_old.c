// SPDX-License-Identifier: Apache-2.0
/*
 * Instance files: associations as lists (formats before 0.3), and entry points in all their forms.
 *
 * An old association is a name and two roles with their things; each thing on one side is linked
 * with each on the other.  The roles decide; the name, which may carry the names of roles or types
 * behind a "_", is compared with the language's.
 */
#include "mal/instance_read.h"

// One side of an old association: a list of ids, or a map id -> name.
static const struct rp_node *first_id(const struct rp_node *side)
{
    return side->kind == RP_NODE_SCALAR ? NULL : side->first;
}

static uint32_t thing_of(struct rp_mal_reader *r, const struct rp_node *side,
                         const struct rp_node *i)
{
    bool list = side->kind == RP_NODE_LIST;
    if (list && !rp_mal_want_scalar(r, i))
        return 0;
    struct rp_str id = list ? i->text : i->key;
    uint32_t thing = rp_mal_find_id(r, id);
    if (!thing && !rp_names_find(&r->in->lost, id))
        rp_report(r->d, RP_MSG_MAL_INSTANCE_LINK_UNKNOWN, list ? i->at : i->key_at, "%.*s",
                  RP_FMT(id));
    return thing;
}

static bool name_fits(struct rp_str written, struct rp_str association)
{
    if (!rp_str_starts(written, association))
        return false;
    return written.n == association.n || written.p[association.n] == '_';
}

// The field over which a thing on the left sees those of the right side, or 0.
static uint32_t find_field(struct rp_mal_reader *r, uint32_t left, struct rp_str left_role,
                           struct rp_str right_role, struct rp_str name)
{
    const struct rp_mal *m = r->in->mal;
    uint32_t field = rp_mal_field_find(m, r->in->thing[left].asset, right_role);
    if (!field || !rp_str_eq(m->field[m->field[field].opposite].name, left_role) ||
        !name_fits(name, m->field[field].association))
        return 0;
    return field;
}

static void link_sides(struct rp_mal_reader *r, struct rp_str name, struct rp_loc at,
                       const struct rp_node *left, const struct rp_node *right)
{
    for (const struct rp_node *i = first_id(left); i; i = i->next) {
        uint32_t from = thing_of(r, left, i);
        uint32_t field = from ? find_field(r, from, left->key, right->key, name) : 0;
        if (from && !field) {
            rp_report(r->d, RP_MSG_MAL_INSTANCE_ASSOCIATION, at, "%.*s", RP_FMT(name));
            return;
        }
        for (const struct rp_node *j = field ? first_id(right) : NULL; j; j = j->next) {
            uint32_t to = thing_of(r, right, j);
            if (to)
                rp_mal_add_checked_link(r, from, field, to, j->at);
        }
    }
}

// 0.0: {metaconcept: Name, association: {role: [...], role: [...]}}; later: {Name: {role: ...}}.
static void read_association(struct rp_mal_reader *r, const struct rp_node *node)
{
    if (!rp_mal_want_map(r, node))
        return;
    const struct rp_node *sides = rp_node_get(node, "association");
    const struct rp_node *named = rp_node_get(node, "metaconcept");
    struct rp_str name = RP_STR("");
    struct rp_loc at = node->at;
    if (sides && named && named->kind == RP_NODE_SCALAR) {
        name = named->text;
        at = named->at;
    } else if (node->n == 1) {
        sides = node->first;
        name = sides->key;
        at = sides->key_at;
    } else {
        sides = NULL;
    }
    if (!sides || sides->kind != RP_NODE_MAP || sides->n != 2) {
        if (!node->bad)
            rp_report(r->d, RP_MSG_MAL_INSTANCE_ASSOCIATION, at, "%.*s", RP_FMT(name));
        return;
    }
    link_sides(r, name, at, sides->first, sides->last);
}

void rp_mal_read_associations(struct rp_mal_reader *r, const struct rp_node *list)
{
    for (const struct rp_node *i = list->first; i; i = i->next)
        read_association(r, i);
}

static void enter_text(struct rp_mal_reader *r, const struct rp_node *node)
{
    if (!rp_mal_want_scalar(r, node))
        return;
    struct rp_str text = node->text;
    size_t colon = text.n;
    while (colon > 0 && text.p[colon - 1] != ':')
        colon--;
    uint32_t thing = colon ? rp_mal_find_named(r, (struct rp_str){text.p, colon - 1}) : 0;
    if (thing)
        rp_mal_instance_enter(r->in, thing, (struct rp_str){text.p + colon, text.n - colon},
                              node->at, r->d);
    else
        rp_mal_instance_enter_named(r->in, text, node->at, r->d);
}

// Old attackers: {asset id or name: {asset_id: n, attack_steps: [...]}}.
static void enter_steps(struct rp_mal_reader *r, const struct rp_node *node)
{
    if (!rp_mal_want_map(r, node))
        return;
    const struct rp_node *id = rp_node_get(node, "asset_id");
    const struct rp_node *steps = rp_node_get(node, "attack_steps");
    uint32_t thing = 0;
    if (id && id->kind == RP_NODE_SCALAR)
        thing = rp_mal_find_id(r, id->text);
    if (!thing && !id)
        thing = rp_mal_find_id(r, node->key);
    if (!thing)
        thing = rp_mal_find_named(r, node->key);
    bool lost = rp_names_find(&r->in->lost, node->key) != 0 ||
                (id && id->kind == RP_NODE_SCALAR && rp_names_find(&r->in->lost, id->text) != 0);
    if (!thing && !lost)
        rp_report(r->d, RP_MSG_MAL_ENTRY_UNKNOWN, node->key_at, "%.*s", RP_FMT(node->key));
    if (!thing)
        return;
    if (steps && rp_mal_want_list(r, steps))
        for (const struct rp_node *i = steps->first; i; i = i->next)
            if (rp_mal_want_scalar(r, i))
                rp_mal_instance_enter(r->in, thing, i->text, i->at, r->d);
}

// `entry_points` of one attacker: a list of "name:step", or the old map.
static void read_entry_points(struct rp_mal_reader *r, const struct rp_node *node)
{
    bool list = node->kind == RP_NODE_LIST;
    if (!list && !rp_mal_want_map(r, node))
        return;
    for (const struct rp_node *i = node->first; i; i = i->next) {
        if (list)
            enter_text(r, i);
        else
            enter_steps(r, i);
    }
}

void rp_mal_read_entries(struct rp_mal_reader *r, const struct rp_node *map)
{
    static const char *const groups[] = {"attackers", "agents"};
    for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
        const struct rp_node *group = rp_node_get(map, groups[g]);
        if (!group || !rp_mal_want_map(r, group))
            continue;
        for (const struct rp_node *i = group->first; i; i = i->next) {
            const struct rp_node *points =
                i->kind == RP_NODE_MAP ? rp_node_get(i, "entry_points") : NULL;
            if (points)
                read_entry_points(r, points);
        }
    }
    const struct rp_node *by_attacker = rp_node_get(map, "attacker_entry_points");
    if (by_attacker && rp_mal_want_map(r, by_attacker))
        for (const struct rp_node *i = by_attacker->first; i; i = i->next)
            read_entry_points(r, i);
    const struct rp_node *plain = rp_node_get(map, "entry_points");
    if (plain)
        read_entry_points(r, plain);
}
