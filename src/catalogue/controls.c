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
    *c = (struct rp_controls){.arena = a, .mal = mal, .d = d, .n = 1};
    c->control = rp_arena_grow(a, NULL, 0, &c->control_cap, sizeof(*c->control));
    c->from = rp_arena_grow(a, NULL, 0, &c->from_cap, sizeof(*c->from));
}

static void report(struct rp_controls *c, enum rp_msg msg, const struct rp_node *node)
{
    rp_report(c->d, msg, node->at, "%.*s", RP_FMT(node->text));
}

// Reports a word that is none of those known, with the one that was probably meant, or all.
static void unknown(struct rp_controls *c, enum rp_msg msg, struct rp_loc at, struct rp_str word,
                    const char *const *known)
{
    struct rp_str words[32];
    size_t n = 0;
    for (; known[n]; n++)
        words[n] = rp_str_of(known[n]);
    struct rp_diag *diag = rp_report(c->d, msg, at, "%.*s", RP_FMT(word));
    size_t near = rp_str_nearest(word, words, n);
    if (near < n) {
        rp_report_meant(diag, words[near], (struct rp_loc){0});
        return;
    }
    struct rp_buf list;
    rp_buf_init(&list, 0);
    for (size_t i = 0; i < n; i++)
        rp_buf_printf(&list, "%s%s", i ? ", " : "", known[i]);
    rp_report_note(c->d, diag, RP_MSG_NOTE_POSSIBLE, (struct rp_loc){0}, "%.*s",
                   RP_FMT(rp_buf_str(&list)));
    rp_buf_done(&list);
}

// Whether a node is a map with known keys only; others are reported.
static bool is_map(struct rp_controls *c, const struct rp_node *node, const char *const *known)
{
    if (node->bad)
        return false;
    if (node->kind != RP_NODE_MAP) {
        report(c, RP_MSG_CONTROL_MAP, node);
        return false;
    }
    for (const struct rp_node *child = node->first; child; child = child->next) {
        size_t i = 0;
        while (known[i] && !rp_str_eq(rp_str_of(known[i]), child->key))
            i++;
        if (!known[i])
            unknown(c, RP_MSG_CONTROL_KEY_UNKNOWN, child->key_at, child->key, known);
    }
    return true;
}

static const struct rp_node *need(struct rp_controls *c, const struct rp_node *map, const char *key)
{
    const struct rp_node *child = rp_node_get(map, key);
    if (!child)
        rp_report(c->d, RP_MSG_CONTROL_KEY_MISSING, map->key_at.src ? map->key_at : map->at, "%s",
                  key);
    return child;
}

// {en: ..., fr: ...}: both, and not empty.
static void read_text(struct rp_controls *c, const struct rp_node *node, struct rp_text *ret)
{
    static const char *const keys[RP_LANGS + 1] = {[RP_EN] = "en", [RP_FR] = "fr"};
    if (!is_map(c, node, keys))
        return;
    for (int lang = 0; lang < RP_LANGS; lang++) {
        const struct rp_node *text = rp_node_get(node, keys[lang]);
        if (!text || text->kind != RP_NODE_SCALAR || rp_node_is_null(text) || !text->text.n)
            rp_report(c->d, RP_MSG_CONTROL_LANGUAGE, text ? text->at : node->at, "%s", keys[lang]);
        else
            ret->in[lang] = text->text;
    }
}

static void must_text(struct rp_controls *c, const struct rp_node *map, const char *key,
                      struct rp_text *ret)
{
    const struct rp_node *node = need(c, map, key);
    if (node)
        read_text(c, node, ret);
}

static void may_text(struct rp_controls *c, const struct rp_node *map, const char *key,
                     struct rp_text *ret)
{
    const struct rp_node *node = rp_node_get(map, key);
    if (node)
        read_text(c, node, ret);
}

// A number with up to three decimals, in thousandths when milli.
static uint32_t number(struct rp_controls *c, const struct rp_node *node, uint32_t max, bool milli)
{
    uint64_t value = 0;
    int decimals = -1;
    bool good = node->kind == RP_NODE_SCALAR && node->text.n && !node->quoted;
    for (size_t i = 0; good && i < node->text.n; i++) {
        char digit = node->text.p[i];
        if (digit == '.' && milli && decimals < 0 && i > 0 && i + 1 < node->text.n) {
            decimals = 0;
            continue;
        }
        decimals += decimals >= 0;
        value = value * 10 + (uint64_t)(digit - '0');
        good = digit >= '0' && digit <= '9' && value <= max && decimals <= 3;
    }
    for (int i = decimals < 0 ? 0 : decimals; milli && i < 3; i++)
        value *= 10;
    if (!good || value > max) {
        report(c, RP_MSG_CONTROL_NUMBER, node);
        return 0;
    }
    return (uint32_t)value;
}

static uint32_t may_number(struct rp_controls *c, const struct rp_node *map, const char *key,
                           uint32_t max)
{
    const struct rp_node *node = rp_node_get(map, key);
    return node ? number(c, node, max, false) : 0;
}

static uint32_t must_number(struct rp_controls *c, const struct rp_node *map, const char *key,
                            uint32_t max)
{
    const struct rp_node *node = need(c, map, key);
    return node ? number(c, node, max, false) : 0;
}

// Which of the words; the first (reported) when it is none.
static unsigned word(struct rp_controls *c, const struct rp_node *node, const char *const *known)
{
    for (unsigned i = 0; known[i]; i++)
        if (node->kind == RP_NODE_SCALAR && rp_str_eq(node->text, rp_str_of(known[i])))
            return i;
    if (!node->bad)
        unknown(c, RP_MSG_CONTROL_WORD, node->at, node->text, known);
    return 0;
}

// A list of texts; n and the texts are given.
static const struct rp_str *list(struct rp_controls *c, const struct rp_node *map, const char *key,
                                 uint32_t *ret_n)
{
    const struct rp_node *node = rp_node_get(map, key);
    *ret_n = 0;
    if (!node || node->bad)
        return NULL;
    if (node->kind != RP_NODE_LIST) {
        report(c, RP_MSG_CONTROL_LIST, node);
        return NULL;
    }
    struct rp_str *item = RP_NEWN(c->arena, struct rp_str, node->n);
    for (const struct rp_node *child = node->first; child; child = child->next) {
        if (child->kind == RP_NODE_SCALAR && child->text.n)
            item[(*ret_n)++] = child->text;
        else
            report(c, RP_MSG_CONTROL_WORD, child);
    }
    return item;
}

static void read_size(struct rp_controls *c, const struct rp_node *map, struct rp_control_kind *k)
{
    static const char *const origins[] = {[RP_SIZE_ESTIMATED] = "estimated",
                                          [RP_SIZE_MEASURED] = "measured",
                                          [RP_SIZE_LIBRARY] = "library",
                                          NULL};
    const struct rp_node *node;
    k->own_lines = must_number(c, map, "own-lines", MOST_LINES);
    k->library_lines = may_number(c, map, "library-lines", MOST_LINES);
    if ((node = need(c, map, "size-origin")))
        k->origin = (enum rp_size_origin)word(c, node, origins);
    must_text(c, map, "size-source", &k->size_source);
    if ((node = rp_node_get(map, "library-density")))
        k->library_density_milli = number(c, node, MOST_DENSITY, true);
    k->test_cases = must_number(c, map, "test-cases", MOST_CASES);
    k->place_test_cases = may_number(c, map, "place-test-cases", MOST_CASES);
    k->place_lines = may_number(c, map, "place-lines", MOST_LINES);
}

static void read_control(struct rp_controls *c, const struct rp_node *map)
{
    static const char *const priorities[] = {"a", "b", "c", NULL};
    if (!is_map(c, map, control_keys))
        return;
    for (uint32_t i = 1; i < c->n; i++) {
        if (!rp_str_eq(c->control[i].id, map->key))
            continue;
        struct rp_diag *diag =
            rp_report(c->d, RP_MSG_CONTROL_TWICE, map->key_at, "%.*s", RP_FMT(map->key));
        rp_report_note(c->d, diag, RP_MSG_NOTE_FIRST, c->control[i].at, "%s", "");
        return;
    }
    struct rp_control_kind k = {.id = map->key,
                                .defense = rp_catalogue_camel(c->arena, map->key, false),
                                .at = map->key_at};
    must_text(c, map, "name", &k.name);
    must_text(c, map, "purpose", &k.purpose);
    must_text(c, map, "requirement", &k.requirement);
    must_text(c, map, "acceptance", &k.acceptance);
    may_text(c, map, "side-effect", &k.side_effect);
    read_size(c, map, &k);
    k.reference = list(c, map, "references", &k.nreferences);
    k.opens = list(c, map, "opens", &k.nopens);
    const struct rp_node *node = need(c, map, "priority");
    k.priority = (char)(node ? priorities[word(c, node, priorities)][0] : 'a');
    node = rp_node_get(map, "module");
    if (node && node->kind == RP_NODE_SCALAR)
        k.module = node->text;
    else if (node)
        report(c, RP_MSG_CONTROL_WORD, node);
    c->control = rp_arena_grow(c->arena, c->control, c->n, &c->control_cap, sizeof(k));
    c->from = rp_arena_grow(c->arena, c->from, c->n, &c->from_cap, sizeof(*c->from));
    c->control[c->n] = k;
    c->from[c->n++].map = map;
}

void rp_controls_read(struct rp_controls *c, const struct rp_source *src)
{
    const struct rp_node *root = rp_yaml_read(c->arena, src, c->d);
    if (!root)
        return;
    if (root->kind != RP_NODE_MAP) {
        report(c, RP_MSG_CONTROL_MAP, root);
        return;
    }
    for (const struct rp_node *child = root->first; child; child = child->next)
        read_control(c, child);
}

// The kind of control that a node names, 0 (reported) when there is none.
static uint32_t find(struct rp_controls *c, const struct rp_node *node)
{
    struct rp_str *known = RP_NEWN(c->arena, struct rp_str, c->n);
    for (uint32_t i = 1; i < c->n; i++) {
        known[i - 1] = c->control[i].id;
        if (node->kind == RP_NODE_SCALAR && rp_str_eq(node->text, known[i - 1]))
            return i;
    }
    struct rp_diag *diag =
        rp_report(c->d, RP_MSG_CONTROL_REFERENCE, node->at, "%.*s", RP_FMT(node->text));
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
    if (!is_map(c, map, keys))
        return;
    rule->at = map->at;
    const struct rp_node *any = need(c, map, "any"), *place = need(c, map, "where");
    if (place)
        rule->where = (enum rp_where)word(c, place, where);
    must_text(c, map, "why", &rule->why);
    if (!any || any->bad)
        return;
    if (any->kind != RP_NODE_LIST || any->n == 0) {
        report(c, RP_MSG_CONTROL_LIST, any);
        return;
    }
    uint32_t *kind = RP_NEWN(c->arena, uint32_t, any->n);
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
        report(c, RP_MSG_CONTROL_LIST, node);
        return NULL;
    }
    struct rp_control_rule *rule = RP_NEWN(c->arena, struct rp_control_rule, node->n);
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
            rp_report(c->d, RP_MSG_CONTROL_OPENS, k->at, "%.*s", RP_FMT(k->opens[i]));
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
    struct rp_str *known = RP_NEWN(c->arena, struct rp_str, c->mal->nsteps);
    uint32_t n = 0;
    for (uint32_t i = 1; i < c->mal->nsteps; i++)
        if (c->mal->step[i].type == RP_MAL_DEFENSE)
            known[n++] = rp_catalogue_kebab(c->arena, c->mal->step[i].name);
    struct rp_diag *diag = rp_report(c->d, RP_MSG_CONTROL_NO_DEFENSE, k->at, "%.*s", RP_FMT(k->id));
    size_t near = rp_str_nearest(k->id, known, n);
    if (near < n)
        rp_report_meant(diag, known[near], (struct rp_loc){0});
}

// Every defence is a control; a redeclared one is the same control.
static void check_defenses(struct rp_controls *c)
{
    struct rp_names seen;
    rp_names_init(&seen, c->arena);
    for (uint32_t i = 1; i < c->n; i++)
        rp_names_intern(&seen, c->control[i].defense);
    for (uint32_t i = 1; i < c->mal->nsteps; i++) {
        const struct rp_mal_step *s = &c->mal->step[i];
        if (s->type != RP_MAL_DEFENSE || rp_names_find(&seen, s->name))
            continue;
        rp_names_intern(&seen, s->name);
        rp_report(c->d, RP_MSG_DEFENSE_NO_CONTROL, s->at, "%.*s",
                  RP_FMT(rp_catalogue_kebab(c->arena, s->name)));
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
