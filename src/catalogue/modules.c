// SPDX-License-Identifier: Apache-2.0
/*
 * modules.yaml -> modules of the device library and choices about it.
 */
#include "catalogue/modules.h"

#include "catalogue/table.h"

enum { MOST_BYTES = 1 << 30 };

struct reader {
    struct rp_entry_reader table;
    struct rp_modules m;
};

uint32_t rp_modules_find(const struct rp_modules *m, struct rp_str id)
{
    uint32_t i = 0;
    while (i < m->n && !rp_str_eq(m->module[i].id, id))
        i++;
    return i;
}

uint32_t rp_modules_choice(const struct rp_modules *m, struct rp_str id)
{
    uint32_t i = 0;
    while (i < m->nchoices && !rp_str_eq(m->choice[i].id, id))
        i++;
    return i;
}

uint32_t rp_choice_find(const struct rp_choice *choice, struct rp_str id)
{
    uint32_t i = 0;
    while (i < choice->nvalues && !rp_str_eq(choice->value[i].id, id))
        i++;
    return i;
}

bool rp_when_holds(const struct rp_when *when, const uint32_t *chosen, uint32_t nchoices)
{
    for (uint32_t i = 0; i < nchoices; i++)
        if (when->value[i] && when->value[i] != chosen[i] + 1)
            return false;
    return true;
}

bool rp_bytes_add(const struct rp_bytes_cases *cases, const uint32_t *chosen, uint32_t nchoices,
                  struct rp_bytes *sum)
{
    for (uint32_t i = cases->n; i-- > 0;) {
        const struct rp_bytes *cost = &cases->item[i].cost;
        if (!rp_when_holds(&cases->item[i].when, chosen, nchoices))
            continue;
        sum->flash += cost->flash;
        sum->ram += cost->ram;
        sum->stack = cost->stack > sum->stack ? cost->stack : sum->stack;
        return true;
    }
    return false;
}

// A list that must be there; NULL (reported) when it is not, or is none.
static const struct rp_node *need_list(struct reader *r, const struct rp_node *map, const char *key)
{
    const struct rp_node *list = rp_entry_need(&r->table, map, key);
    if (!list || list->bad)
        return NULL;
    if (list->kind != RP_NODE_LIST || !list->n) {
        rp_entry_report(&r->table, RP_MSG_CONTROL_LIST, list);
        return NULL;
    }
    return list;
}

static struct rp_str need_word(struct reader *r, const struct rp_node *map, const char *key)
{
    const struct rp_node *node = rp_entry_need(&r->table, map, key);
    if (!node || node->bad)
        return RP_STR("");
    if (node->kind != RP_NODE_SCALAR || !node->text.n)
        rp_entry_report(&r->table, RP_MSG_CONTROL_WORD, node);
    return node->text;
}

// Numbers of the modules that a list names, of the modules read so far.
static const uint32_t *read_names(struct reader *r, const struct rp_node *map, const char *key,
                                  uint32_t *ret_n)
{
    const struct rp_node *list = rp_node_get(map, key);
    *ret_n = 0;
    if (!list)
        return NULL;
    if (!need_list(r, map, key))
        return NULL;
    uint32_t *number = RP_NEWN(r->table.arena, uint32_t, list->n);
    for (const struct rp_node *n = list->first; n; n = n->next) {
        uint32_t module = rp_modules_find(&r->m, n->text);
        if (module < r->m.n)
            number[(*ret_n)++] = module;
        else
            rp_entry_report(&r->table, RP_MSG_CONTROL_WORD, n);
    }
    return number;
}

// {choice: value, ...}
static void read_when(struct reader *r, const struct rp_node *map, struct rp_when *ret_when)
{
    if (map->bad || map->kind != RP_NODE_MAP) {
        rp_entry_report(&r->table, RP_MSG_CONTROL_MAP, map);
        return;
    }
    for (const struct rp_node *n = map->first; n; n = n->next) {
        uint32_t i = 0, value = 0;
        while (i < r->m.nchoices && !rp_str_eq(r->m.choice[i].id, n->key))
            i++;
        const struct rp_choice *choice = &r->m.choice[i];
        while (i < r->m.nchoices && value < choice->nvalues &&
               !rp_str_eq(choice->value[value].id, n->text))
            value++;
        if (i == r->m.nchoices || value == choice->nvalues)
            rp_entry_report(&r->table, RP_MSG_CONTROL_WORD, n);
        else
            ret_when->value[i] = (uint8_t)(value + 1);
    }
}

static uint32_t count_lines(const struct rp_node *list)
{
    uint32_t n = 0;
    for (const struct rp_node *i = list->first; i; i = i->next) {
        const struct rp_node *lines = i->kind == RP_NODE_MAP ? rp_node_get(i, "lines") : NULL;
        n += lines ? lines->n : 1;
    }
    return n;
}

// Each entry is a line, or {when: {...}, lines: [...]}.
static struct rp_module_lines read_lines(struct reader *r, const struct rp_node *map,
                                         const char *key)
{
    static const char *const keys[] = {"when", "lines", NULL};
    struct rp_module_lines lines = {0};
    const struct rp_node *list = rp_node_get(map, key) ? need_list(r, map, key) : NULL;
    if (!list)
        return lines;
    struct rp_module_line *line = RP_NEWN(r->table.arena, struct rp_module_line, count_lines(list));
    for (const struct rp_node *n = list->first; n; n = n->next) {
        if (n->kind == RP_NODE_SCALAR && n->text.n) {
            line[lines.n++].text = n->text;
            continue;
        }
        struct rp_when when = {0};
        if (!rp_entry_is_map(&r->table, n, keys))
            continue;
        const struct rp_node *condition = rp_entry_need(&r->table, n, "when");
        if (condition)
            read_when(r, condition, &when);
        uint32_t count;
        const struct rp_str *text =
            need_list(r, n, "lines") ? rp_entry_list(&r->table, n, "lines", &count) : NULL;
        for (uint32_t i = 0; text && i < count; i++)
            line[lines.n++] = (struct rp_module_line){text[i], when};
    }
    lines.line = line;
    return lines;
}

static struct rp_bytes read_cost(struct reader *r, const struct rp_node *map)
{
    return (struct rp_bytes){
        .flash = rp_entry_must_number(&r->table, map, "flash", MOST_BYTES),
        .ram = rp_entry_must_number(&r->table, map, "ram", MOST_BYTES),
        .stack = rp_entry_may_number(&r->table, map, "stack", MOST_BYTES),
    };
}

static struct rp_bytes_cases read_costs(struct reader *r, const struct rp_node *map,
                                        const char *key)
{
    static const char *const keys[] = {"when", "flash", "ram", "stack", NULL};
    struct rp_bytes_cases cases = {0};
    const struct rp_node *list = rp_node_get(map, key) ? need_list(r, map, key) : NULL;
    if (!list)
        return cases;
    struct rp_bytes_case *item = RP_NEWN(r->table.arena, struct rp_bytes_case, list->n);
    for (const struct rp_node *n = list->first; n; n = n->next) {
        if (!rp_entry_is_map(&r->table, n, keys))
            continue;
        const struct rp_node *when = rp_node_get(n, "when");
        if (when)
            read_when(r, when, &item[cases.n].when);
        item[cases.n++].cost = read_cost(r, n);
    }
    cases.item = item;
    return cases;
}

// The names first: choices speak of modules, and lines of modules of choices.
static void read_name(struct reader *r, const struct rp_node *map)
{
    static const char *const keys[] = {"module", "needs",   "size", "provider",
                                       "psa",    "mbedtls", NULL};
    if (!rp_entry_is_map(&r->table, map, keys))
        return;
    struct rp_module module = {.id = need_word(r, map, "module")};
    module.needs = read_names(r, map, "needs", &module.nneeds);
    r->m.module[r->m.n++] = module;
}

static void read_values(struct reader *r, const struct rp_node *map, struct rp_choice *choice)
{
    static const char *const keys[] = {"value", "define", "text", NULL};
    const struct rp_node *list = need_list(r, map, "values");
    if (!list)
        return;
    struct rp_choice_value *value = RP_NEWN(r->table.arena, struct rp_choice_value, list->n);
    for (const struct rp_node *n = list->first; n; n = n->next) {
        if (!rp_entry_is_map(&r->table, n, keys))
            continue;
        struct rp_choice_value *v = &value[choice->nvalues++];
        v->id = need_word(r, n, "value");
        v->define = need_word(r, n, "define");
        rp_entry_must_text(&r->table, n, "text", &v->text);
    }
    choice->value = value;
}

static void read_choice(struct reader *r, const struct rp_node *map)
{
    static const char *const keys[] = {"choice", "define", "modules", "text", "values", NULL};
    if (!rp_entry_is_map(&r->table, map, keys))
        return;
    if (r->m.nchoices == RP_MOST_CHOICES) {
        rp_entry_report(&r->table, RP_MSG_CONTROL_LIST, map);
        return;
    }
    struct rp_choice choice = {.id = need_word(r, map, "choice"),
                               .define = need_word(r, map, "define")};
    if (rp_entry_need(&r->table, map, "modules"))
        choice.module = read_names(r, map, "modules", &choice.nmodules);
    rp_entry_must_text(&r->table, map, "text", &choice.text);
    read_values(r, map, &choice);
    r->m.choice[r->m.nchoices++] = choice;
}

const struct rp_modules *rp_modules_read(struct rp_arena *a, const struct rp_source *src,
                                         struct rp_diags *d)
{
    static const char *const keys[] = {"measured", "base", "modules", "choices", NULL};
    static const char *const base_keys[] = {"flash", "ram", NULL};
    struct reader *r = RP_NEW(a, struct reader);
    *r = (struct reader){.table = {a, d}};
    uint32_t errors = d->errors;
    const struct rp_node *root = rp_yaml_read(a, src, d);
    if (!root || !rp_entry_is_map(&r->table, root, keys))
        return NULL;
    const struct rp_node *modules = need_list(r, root, "modules");
    const struct rp_node *choices = need_list(r, root, "choices");
    const struct rp_node *base = rp_entry_need(&r->table, root, "base");
    if (!modules || !choices || !base || !rp_entry_is_map(&r->table, base, base_keys))
        return NULL;
    r->m.base = read_cost(r, base);
    rp_entry_must_text(&r->table, root, "measured", &r->m.measured);
    r->m.module = RP_NEWN(a, struct rp_module, modules->n);
    r->m.choice = RP_NEWN(a, struct rp_choice, choices->n);
    for (const struct rp_node *n = modules->first; n; n = n->next)
        read_name(r, n);
    for (const struct rp_node *n = choices->first; n; n = n->next)
        read_choice(r, n);
    if (d->errors > errors)
        return NULL;
    uint32_t i = 0;
    for (const struct rp_node *n = modules->first; n; n = n->next, i++) {
        r->m.module[i].psa = read_lines(r, n, "psa");
        r->m.module[i].mbedtls = read_lines(r, n, "mbedtls");
        rp_entry_need(&r->table, n, "size");
        r->m.module[i].size = read_costs(r, n, "size");
        r->m.module[i].provider = read_costs(r, n, "provider");
    }
    return d->errors > errors ? NULL : &r->m;
}
