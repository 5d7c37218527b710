// SPDX-License-Identifier: Apache-2.0
/*
 * controls.yaml -> table of kinds of control.
 *
 * One map: the defence's name in kebab-case, and what MAL cannot say of it.  rempart-catalogue(5)
 * defines the keys.
 */
#include "catalogue/controls.h"

enum { MOST_LINES = 100 * 1000 * 1000, MOST_CASES = 1000 * 1000, MOST_DENSITY = 1000 * 1000 };

static const char *const control_keys[] = {
    "name",        "purpose",         "requirement",   "acceptance",
    "side-effect", "own-lines",       "library-lines", "size-origin",
    "size-source", "library-density", "test-cases",    "place-test-cases",
    "place-lines", "needs",           "excludes",      "answers",
    "opens",       "references",      "priority",      "module",
    NULL};

void rp_controls_init(struct rp_controls *c, struct rp_arena *a, const struct rp_mal *mal,
                      struct rp_diags *d)
{
    *c = (struct rp_controls){.table = {a, d}, .mal = mal, .n = 1};
    c->control = rp_arena_grow(a, NULL, 0, &c->control_cap, sizeof(*c->control));
    c->from = rp_arena_grow(a, NULL, 0, &c->from_cap, sizeof(*c->from));
}

static void read_size(struct rp_controls *c, const struct rp_node *map, struct rp_control_kind *k)
{
    static const char *const origins[] = {[RP_SIZE_ESTIMATED] = "estimated",
                                          [RP_SIZE_MEASURED] = "measured",
                                          [RP_SIZE_LIBRARY] = "library",
                                          NULL};
    const struct rp_node *node;
    k->own_lines = rp_entry_must_number(&c->table, map, "own-lines", MOST_LINES);
    k->library_lines = rp_entry_may_number(&c->table, map, "library-lines", MOST_LINES);
    if ((node = rp_entry_need(&c->table, map, "size-origin")))
        k->origin = (enum rp_size_origin)rp_entry_word(&c->table, node, origins);
    rp_entry_must_text(&c->table, map, "size-source", &k->size_source);
    if ((node = rp_node_get(map, "library-density")))
        k->library_density_milli = rp_entry_number(&c->table, node, MOST_DENSITY, true);
    k->test_cases = rp_entry_must_number(&c->table, map, "test-cases", MOST_CASES);
    k->place_test_cases = rp_entry_may_number(&c->table, map, "place-test-cases", MOST_CASES);
    k->place_lines = rp_entry_may_number(&c->table, map, "place-lines", MOST_LINES);
}

static void read_control(struct rp_controls *c, const struct rp_node *map)
{
    static const char *const priorities[] = {"a", "b", "c", NULL};
    if (!rp_entry_is_map(&c->table, map, control_keys))
        return;
    for (uint32_t i = 1; i < c->n; i++) {
        if (!rp_str_eq(c->control[i].id, map->key))
            continue;
        struct rp_diag *diag =
            rp_report(c->table.d, RP_MSG_CONTROL_TWICE, map->key_at, "%.*s", RP_FMT(map->key));
        rp_report_note(c->table.d, diag, RP_MSG_NOTE_FIRST, c->control[i].at, "%s", "");
        return;
    }
    struct rp_control_kind k = {.id = map->key,
                                .defense = rp_catalogue_camel(c->table.arena, map->key, false),
                                .at = map->key_at};
    rp_entry_must_text(&c->table, map, "name", &k.name);
    rp_entry_must_text(&c->table, map, "purpose", &k.purpose);
    rp_entry_must_text(&c->table, map, "requirement", &k.requirement);
    rp_entry_must_text(&c->table, map, "acceptance", &k.acceptance);
    rp_entry_may_text(&c->table, map, "side-effect", &k.side_effect);
    read_size(c, map, &k);
    k.reference = rp_entry_list(&c->table, map, "references", &k.nreferences);
    k.opens = rp_entry_list(&c->table, map, "opens", &k.nopens);
    const struct rp_node *node = rp_entry_need(&c->table, map, "priority");
    k.priority = (char)(node ? priorities[rp_entry_word(&c->table, node, priorities)][0] : 'a');
    node = rp_node_get(map, "module");
    if (node && node->kind == RP_NODE_SCALAR)
        k.module = node->text;
    else if (node)
        rp_entry_report(&c->table, RP_MSG_CONTROL_WORD, node);
    c->control = rp_arena_grow(c->table.arena, c->control, c->n, &c->control_cap, sizeof(k));
    c->from = rp_arena_grow(c->table.arena, c->from, c->n, &c->from_cap, sizeof(*c->from));
    c->control[c->n] = k;
    c->from[c->n++].map = map;
}

void rp_controls_read(struct rp_controls *c, const struct rp_source *src)
{
    const struct rp_node *root = rp_yaml_read(c->table.arena, src, c->table.d);
    if (!root)
        return;
    if (root->kind != RP_NODE_MAP) {
        rp_entry_report(&c->table, RP_MSG_CONTROL_MAP, root);
        return;
    }
    for (const struct rp_node *child = root->first; child; child = child->next)
        read_control(c, child);
}

// The kind of control that a node names, 0 (reported) when there is none.
static uint32_t find(struct rp_controls *c, const struct rp_node *node)
{
    struct rp_str *known = RP_NEWN(c->table.arena, struct rp_str, c->n);
    for (uint32_t i = 1; i < c->n; i++) {
        known[i - 1] = c->control[i].id;
        if (node->kind == RP_NODE_SCALAR && rp_str_eq(node->text, known[i - 1]))
            return i;
    }
    struct rp_diag *diag =
        rp_report(c->table.d, RP_MSG_CONTROL_REFERENCE, node->at, "%.*s", RP_FMT(node->text));
    size_t near = rp_str_nearest(node->text, known, c->n - 1);
    if (near < c->n - 1)
        rp_report_meant(diag, known[near], c->control[near + 1].at);
    return 0;
}

// {any: [controls], where: word, why: text}
static void read_rule(struct rp_controls *c, const struct rp_node *map,
                      struct rp_control_rule *rule)
{
    static const char *const keys[] = {"any", "where", "why", NULL};
    static const char *const where[] = {
        [RP_WHERE_SAME] = "same", [RP_WHERE_COMPONENT] = "component", [RP_WHERE_HOST] = "host",
        [RP_WHERE_ENDS] = "ends", [RP_WHERE_ANYWHERE] = "anywhere",   NULL};
    if (!rp_entry_is_map(&c->table, map, keys))
        return;
    rule->at = map->at;
    const struct rp_node *any = rp_entry_need(&c->table, map, "any"),
                         *place = rp_entry_need(&c->table, map, "where");
    if (place)
        rule->where = (enum rp_where)rp_entry_word(&c->table, place, where);
    rp_entry_must_text(&c->table, map, "why", &rule->why);
    if (!any || any->bad)
        return;
    if (any->kind != RP_NODE_LIST || any->n == 0) {
        rp_entry_report(&c->table, RP_MSG_CONTROL_LIST, any);
        return;
    }
    uint32_t *kind = RP_NEWN(c->table.arena, uint32_t, any->n);
    for (const struct rp_node *node = any->first; node; node = node->next)
        if ((kind[rule->n] = find(c, node)))
            rule->n++;
    rule->any = kind;
}

static const struct rp_control_rule *read_rules(struct rp_controls *c, const struct rp_node *map,
                                                const char *key, uint32_t *ret_n)
{
    const struct rp_node *node = rp_node_get(map, key);
    *ret_n = 0;
    if (!node || node->bad)
        return NULL;
    if (node->kind != RP_NODE_LIST) {
        rp_entry_report(&c->table, RP_MSG_CONTROL_LIST, node);
        return NULL;
    }
    struct rp_control_rule *rule = RP_NEWN(c->table.arena, struct rp_control_rule, node->n);
    for (const struct rp_node *child = node->first; child; child = child->next)
        read_rule(c, child, &rule[(*ret_n)++]);
    return rule;
}

// Each step that a control opens must stand beside its defence in some asset.
static void check_opens(struct rp_controls *c, const struct rp_control_kind *k)
{
    for (uint32_t i = 0; i < k->nopens; i++) {
        bool found = false;
        for (uint32_t asset = 1; asset < c->mal->nassets && !found; asset++) {
            uint32_t step = rp_mal_step_find(c->mal, asset, k->opens[i]);
            found = step && c->mal->step[step].type <= RP_MAL_AND &&
                    rp_mal_step_find(c->mal, asset, k->defense);
        }
        if (!found)
            rp_report(c->table.d, RP_MSG_CONTROL_OPENS, k->at, "%.*s", RP_FMT(k->opens[i]));
    }
}

static bool is_defense(const struct rp_mal *m, struct rp_str name, uint32_t *ret_step)
{
    for (uint32_t i = 1; i < m->nsteps; i++)
        if (m->step[i].type == RP_MAL_DEFENSE && rp_str_eq(m->step[i].name, name)) {
            *ret_step = i;
            return true;
        }
    return false;
}

static void no_defense(struct rp_controls *c, const struct rp_control_kind *k)
{
    struct rp_str *known = RP_NEWN(c->table.arena, struct rp_str, c->mal->nsteps);
    uint32_t n = 0;
    for (uint32_t i = 1; i < c->mal->nsteps; i++)
        if (c->mal->step[i].type == RP_MAL_DEFENSE)
            known[n++] = rp_catalogue_kebab(c->table.arena, c->mal->step[i].name);
    struct rp_diag *diag =
        rp_report(c->table.d, RP_MSG_CONTROL_NO_DEFENSE, k->at, "%.*s", RP_FMT(k->id));
    size_t near = rp_str_nearest(k->id, known, n);
    if (near < n)
        rp_report_meant(diag, known[near], (struct rp_loc){0});
}

// Every defence is a control; a redeclared one is the same control.
static void check_defenses(struct rp_controls *c)
{
    struct rp_names seen;
    rp_names_init(&seen, c->table.arena);
    for (uint32_t i = 1; i < c->n; i++)
        rp_names_intern(&seen, c->control[i].defense);
    for (uint32_t i = 1; i < c->mal->nsteps; i++) {
        const struct rp_mal_step *s = &c->mal->step[i];
        if (s->type != RP_MAL_DEFENSE || rp_names_find(&seen, s->name))
            continue;
        rp_names_intern(&seen, s->name);
        rp_report(c->table.d, RP_MSG_DEFENSE_NO_CONTROL, s->at, "%.*s",
                  RP_FMT(rp_catalogue_kebab(c->table.arena, s->name)));
    }
}

void rp_controls_resolve(struct rp_controls *c)
{
    for (uint32_t i = 1; i < c->n; i++) {
        struct rp_control_kind *k = &c->control[i];
        uint32_t step;
        k->needs = read_rules(c, c->from[i].map, "needs", &k->nneeds);
        k->excludes = read_rules(c, c->from[i].map, "excludes", &k->nexcludes);
        k->answers = read_rules(c, c->from[i].map, "answers", &k->nanswers);
        if (!c->mal)
            continue;
        if (!is_defense(c->mal, k->defense, &step))
            no_defense(c, k);
        else
            check_opens(c, k);
    }
    if (c->mal)
        check_defenses(c);
}
