// SPDX-License-Identifier: Apache-2.0
/*
 * Instance files of mal-toolbox -> things and links.
 *
 * All formats have a map of assets; since 0.3 each of them names its links by field, before that a
 * list of associations follows.  They are told apart by what is there, not by the version written
 * in the file.
 */
#include "mal/instance_read.h"
#include "mal/eval.h"

#include "base/file.h"

#include <stdlib.h>

static bool want(struct rp_mal_reader *r, const struct rp_node *node, enum rp_node_kind kind,
                 enum rp_msg msg)
{
    if (node->kind == kind)
        return true;
    if (!node->bad)
        rp_report(r->d, msg, node->at, "%.*s", RP_FMT(node->key));
    return false;
}

// An empty value where a map or a list could stand is an empty one.
bool rp_mal_want_map(struct rp_mal_reader *r, const struct rp_node *node)
{
    return !rp_node_is_null(node) && want(r, node, RP_NODE_MAP, RP_MSG_MAL_INSTANCE_WANT_MAP);
}

bool rp_mal_want_list(struct rp_mal_reader *r, const struct rp_node *node)
{
    return !rp_node_is_null(node) && want(r, node, RP_NODE_LIST, RP_MSG_MAL_INSTANCE_WANT_LIST);
}

bool rp_mal_want_scalar(struct rp_mal_reader *r, const struct rp_node *node)
{
    return want(r, node, RP_NODE_SCALAR, RP_MSG_MAL_INSTANCE_WANT_SCALAR);
}

// A whole number without leading zeros; empty when the text is none.  A sign makes another number
// and its zeros are kept: nobody writes them.
static struct rp_str id_of(struct rp_str text)
{
    enum { DIGITS = 19 };
    size_t sign = text.n && text.p[0] == '-' ? 1 : 0;
    for (size_t i = sign; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return RP_STR("");
    while (text.n > 1 && text.p[0] == '0')
        text = (struct rp_str){text.p + 1, text.n - 1};
    return text.n > sign && text.n <= DIGITS + sign ? text : RP_STR("");
}

uint32_t rp_mal_find_id(struct rp_mal_reader *r, struct rp_str text)
{
    uint32_t number = rp_names_find(&r->ids, id_of(text));
    return number ? r->thing_of_id[number] : 0;
}

uint32_t rp_mal_find_named(struct rp_mal_reader *r, struct rp_str name)
{
    uint32_t number = rp_names_find(&r->names, name);
    return number ? r->thing_of_name[number] : 0;
}

static void remember(struct rp_mal_reader *r, struct rp_names *names, uint32_t **things,
                     uint32_t *cap, struct rp_str text, uint32_t thing)
{
    uint32_t number = rp_names_intern(names, text);
    while (number >= *cap)
        *things = rp_arena_grow(r->in->arena, *things, *cap, cap, sizeof((*things)[0]));
    (*things)[number] = thing;
}

// The asset that a thing is of, 0 when it has none that can be (reported).
static uint32_t read_type(struct rp_mal_reader *r, const struct rp_node *type)
{
    const struct rp_mal *m = r->in->mal;
    if (!rp_mal_want_scalar(r, type))
        return 0;
    uint32_t asset = rp_mal_asset_find(m, type->text);
    if (asset && !m->asset[asset].abstract)
        return asset;
    struct rp_diag *diag =
        rp_report(r->d, asset ? RP_MSG_MAL_INSTANCE_ABSTRACT : RP_MSG_MAL_INSTANCE_TYPE_UNKNOWN,
                  type->at, "%.*s", RP_FMT(type->text));
    if (!asset && r->d->errors < RP_MAL_INSTANCE_GUESSES) {
        struct rp_str *name = RP_NEWN(r->in->arena, struct rp_str, m->nassets);
        for (uint32_t i = 1; i < m->nassets; i++)
            name[i - 1] = m->asset[i].name;
        size_t best = rp_str_nearest(type->text, name, m->nassets - 1);
        if (best < m->nassets - 1)
            rp_report_meant(diag, name[best], m->asset[best + 1].at);
    }
    return 0;
}

static void read_defense(struct rp_mal_reader *r, uint32_t thing, const struct rp_node *node)
{
    const struct rp_mal *m = r->in->mal;
    if (!rp_mal_want_scalar(r, node))
        return;
    char *end;
    struct rp_str text = rp_str_copy(r->in->arena, node->text);
    double on = strtod(text.p, &end);
    // strtod takes more than decimal numbers ("0x1", "inf").
    bool decimal = text.n && strspn(text.p, "+-.0123456789eE") == text.n;
    if (!decimal || *end || !(on >= 0 && on <= 1)) {
        rp_report(r->d, RP_MSG_MAL_INSTANCE_DEFENSE_VALUE, node->at, "%.*s", RP_FMT(node->text));
        return;
    }
    uint32_t step = rp_mal_step_find(m, r->in->thing[thing].asset, node->key);
    if (!step || m->step[step].type != RP_MAL_DEFENSE) {
        rp_report(r->d, RP_MSG_MAL_INSTANCE_DEFENSE_UNKNOWN, node->key_at, "%.*s",
                  RP_FMT(node->key));
        return;
    }
    rp_mal_instance_set(r->in, m->step[step].name, on, node->at);
}

static void check_keys(struct rp_mal_reader *r, const struct rp_node *map)
{
    static const struct rp_str known[] = {
        {"name", 4},         {"type", 4}, {"defenses", 8}, {"extras", 6}, {"associated_assets", 17},
        {"metaconcept", 11}, {"eid", 3},
    };
    enum { NKNOWN = sizeof(known) / sizeof(known[0]) };
    for (const struct rp_node *i = map->first; i; i = i->next) {
        size_t k = 0;
        while (k < NKNOWN && !rp_str_eq(known[k], i->key))
            k++;
        if (k < NKNOWN || i->bad)
            continue;
        struct rp_diag *diag =
            rp_report(r->d, RP_MSG_MAL_INSTANCE_KEY, i->key_at, "%.*s", RP_FMT(i->key));
        size_t best = rp_str_nearest(i->key, known, NKNOWN);
        if (best < NKNOWN)
            rp_report_meant(diag, known[best], (struct rp_loc){0});
    }
}

// Two things with one name: the later gets its id added, as in mal-toolbox.
static struct rp_str unique_name(struct rp_mal_reader *r, const struct rp_node *node,
                                 struct rp_str name, struct rp_loc at)
{
    uint32_t known = rp_mal_find_named(r, name);
    if (!known)
        return name;
    struct rp_diag *diag =
        rp_report(r->d, RP_MSG_MAL_INSTANCE_NAME_TWICE, at, "%.*s", RP_FMT(name));
    rp_report_note(r->d, diag, RP_MSG_NOTE_FIRST, r->in->thing[known].at, "%s", "");
    return rp_str_printf(r->in->arena, "%.*s:%.*s", RP_FMT(name), RP_FMT(node->key));
}

// Its parts, found but not looked into: `1: {name: ..., type: ...}`, or `1: Type` alone.
struct entry {
    const struct rp_node *node, *type, *name, *defenses;
    struct rp_str id; // as digits
};

// False when there is nothing to go on with, reported.
static bool find_parts(struct rp_mal_reader *r, const struct rp_node *node, struct entry *e)
{
    *e = (struct entry){.node = node, .type = node, .id = id_of(node->key)};
    if (e->id.n == 0 || rp_mal_find_id(r, e->id)) {
        rp_report(r->d, e->id.n ? RP_MSG_MAL_INSTANCE_ID_TWICE : RP_MSG_MAL_INSTANCE_ID,
                  node->key_at, "%.*s", RP_FMT(node->key));
        return false;
    }
    if (node->kind == RP_NODE_SCALAR && !rp_node_is_null(node))
        return true;
    if (!want(r, node, RP_NODE_MAP, RP_MSG_MAL_INSTANCE_WANT_MAP))
        return false;
    check_keys(r, node);
    e->type = rp_node_get(node, "type");
    if (!e->type)
        e->type = rp_node_get(node, "metaconcept");
    e->name = rp_node_get(node, "name");
    e->defenses = rp_node_get(node, "defenses");
    if (!e->type)
        rp_report(r->d, RP_MSG_MAL_INSTANCE_NO_TYPE, node->key_at, "%.*s", RP_FMT(node->key));
    if (!e->name)
        rp_report(r->d, RP_MSG_MAL_INSTANCE_NO_NAME, node->key_at, "%.*s", RP_FMT(node->key));
    return e->type != NULL;
}

// The name given, or "Type:id" when there is none.
static struct rp_str read_name(struct rp_mal_reader *r, const struct entry *e, struct rp_loc at)
{
    struct rp_str name = e->name ? e->name->text : RP_STR("");
    if (name.n == 0)
        name = rp_str_printf(r->in->arena, "%.*s:%.*s", RP_FMT(e->type->text), RP_FMT(e->id));
    return unique_name(r, e->node, name, at);
}

// What names a thing that could not be read is known all the same.
static void lose(struct rp_mal_reader *r, const struct entry *e)
{
    if (e->id.n && !rp_mal_find_id(r, e->id))
        rp_names_intern(&r->in->lost, e->id);
    if (e->name && e->name->kind == RP_NODE_SCALAR)
        rp_names_intern(&r->in->lost, e->name->text);
}

static void read_thing(struct rp_mal_reader *r, const struct rp_node *node)
{
    struct entry e;
    uint32_t asset = find_parts(r, node, &e) ? read_type(r, e.type) : 0;
    if (!asset || (e.name && !rp_mal_want_scalar(r, e.name))) {
        lose(r, &e);
        return;
    }
    struct rp_loc at = e.name ? e.name->at : node->key_at;
    struct rp_str name = read_name(r, &e, at);
    uint32_t thing = rp_mal_instance_add(r->in, name, asset, at);
    r->in->thing[thing].id = strtoll(rp_str_copy(r->in->arena, e.id).p, NULL, 10);
    remember(r, &r->ids, &r->thing_of_id, &r->ids_cap, e.id, thing);
    remember(r, &r->names, &r->thing_of_name, &r->names_cap, name, thing);
    while (thing >= r->node_cap)
        r->node =
            rp_arena_grow(r->in->arena, r->node, r->node_cap, &r->node_cap, sizeof(r->node[0]));
    r->node[thing].node = node;
    if (e.defenses && rp_mal_want_map(r, e.defenses))
        for (const struct rp_node *i = e.defenses->first; i; i = i->next)
            read_defense(r, thing, i);
}

void rp_mal_add_checked_link(struct rp_mal_reader *r, uint32_t from, uint32_t field, uint32_t to,
                             struct rp_loc at)
{
    const struct rp_mal *m = r->in->mal;
    if (rp_mal_asset_is(m, r->in->thing[to].asset, m->field[field].to))
        rp_mal_instance_link(r->in, from, field, to);
    else
        rp_report(r->d, RP_MSG_MAL_INSTANCE_LINK_TYPE, at, "%.*s -> %.*s",
                  RP_FMT(m->field[field].name), RP_FMT(r->in->thing[to].name));
}

static void report_field(struct rp_mal_reader *r, uint32_t asset, const struct rp_node *node)
{
    const struct rp_mal *m = r->in->mal;
    const struct rp_mal_asset *a = &m->asset[asset];
    struct rp_diag *diag = rp_report(r->d, RP_MSG_MAL_INSTANCE_FIELD, node->key_at, "%.*s.%.*s",
                                     RP_FMT(a->name), RP_FMT(node->key));
    if (r->d->errors >= RP_MAL_INSTANCE_GUESSES)
        return;
    struct rp_str *name = RP_NEWN(r->in->arena, struct rp_str, a->nfields);
    for (uint32_t i = 0; i < a->nfields; i++)
        name[i] = m->field[a->field_by_name[i].item].name;
    size_t best = rp_str_nearest(node->key, name, a->nfields);
    if (best < a->nfields)
        rp_report_meant(diag, name[best], m->field[a->field_by_name[best].item].at);
}

// `field: {2: name, 3: name}`, or a list of ids.
static void read_links(struct rp_mal_reader *r, uint32_t thing, const struct rp_node *node)
{
    uint32_t asset = r->in->thing[thing].asset;
    uint32_t field = rp_mal_field_find(r->in->mal, asset, node->key);
    bool list = node->kind == RP_NODE_LIST;
    if (!field) {
        report_field(r, asset, node);
        return;
    }
    if (!list && !rp_mal_want_map(r, node))
        return;
    for (const struct rp_node *i = node->first; i; i = i->next) {
        if (list && !rp_mal_want_scalar(r, i))
            continue;
        struct rp_str id = list ? i->text : i->key;
        struct rp_loc at = list ? i->at : i->key_at;
        uint32_t to = rp_mal_find_id(r, id);
        if (to)
            rp_mal_add_checked_link(r, thing, field, to, at);
        else if (!rp_names_find(&r->in->lost, id))
            rp_report(r->d, RP_MSG_MAL_INSTANCE_LINK_UNKNOWN, at, "%.*s", RP_FMT(id));
    }
}

static void read_all_links(struct rp_mal_reader *r)
{
    for (uint32_t i = 1; i < r->in->nthings; i++) {
        if (r->node[i].node->kind != RP_NODE_MAP)
            continue;
        const struct rp_node *fields = rp_node_get(r->node[i].node, "associated_assets");
        if (!fields || !rp_mal_want_map(r, fields))
            continue;
        for (const struct rp_node *f = fields->first; f; f = f->next)
            read_links(r, i, f);
    }
}

// No more links than the maximum, at either end: each end is a row.
static void check_counts(struct rp_mal_reader *r)
{
    const struct rp_mal *m = r->in->mal;
    struct rp_arena scratch;
    struct rp_mal_eval rows;
    rp_arena_init(&scratch);
    rp_mal_eval_init(&rows, &scratch, r->in);
    for (uint32_t i = 1; i < r->in->nthings; i++) {
        for (uint32_t row = rows.row_of_thing[i]; row < rows.row_of_thing[i + 1]; row++) {
            const struct rp_mal_field *field = &m->field[rows.row_field[row]];
            uint32_t n = rows.row_first[row + 1] - rows.row_first[row];
            if (n <= field->max)
                continue;
            struct rp_diag *diag = rp_report(
                r->d, RP_MSG_MAL_INSTANCE_LINK_COUNT, r->in->thing[i].at, "%.*s.%.*s: %u > %u",
                RP_FMT(r->in->thing[i].name), RP_FMT(field->name), n, field->max);
            rp_report_note(r->d, diag, RP_MSG_NOTE_HERE, field->at, "%s", "");
        }
    }
    rp_arena_done(&scratch);
}

static void check_language(struct rp_mal_reader *r)
{
    const struct rp_node *metadata = rp_node_get(r->model, "metadata");
    const struct rp_node *id =
        metadata && metadata->kind == RP_NODE_MAP ? rp_node_get(metadata, "langID") : NULL;
    if (id && id->kind == RP_NODE_SCALAR && !rp_str_eq(id->text, r->in->mal->id))
        rp_report(r->d, RP_MSG_MAL_INSTANCE_LANGUAGE, id->at, "%.*s", RP_FMT(id->text));
}

static const struct rp_node *read_tree(struct rp_mal_reader *r, const struct rp_source *src)
{
    bool json = rp_str_ends(src->name, RP_STR(".json")) ||
                (!rp_str_ends(src->name, RP_STR(".yml")) &&
                 !rp_str_ends(src->name, RP_STR(".yaml")) && rp_str_starts(src->text, RP_STR("{")));
    return json ? rp_json_read(r->in->arena, src, r->d) : rp_yaml_read(r->in->arena, src, r->d);
}

// The model of a scenario stands in it, or in a file that it names.
static const struct rp_node *find_model(struct rp_mal_reader *r, const struct rp_source *src)
{
    const struct rp_node *model = rp_node_get(r->root, "model");
    const struct rp_node *file = rp_node_get(r->root, "model_file");
    if (model && model->kind == RP_NODE_MAP)
        return model;
    if (!file || file->kind != RP_NODE_SCALAR || rp_node_get(r->root, "assets"))
        return r->root;
    struct rp_str path = rp_file_join(r->in->arena, rp_file_folder(src->name), file->text);
    const struct rp_source *other =
        rp_read_source(r->in->arena, path, RP_READ_MAX_BYTES, file->at, r->d);
    return other ? read_tree(r, other) : NULL;
}

static void read_model(struct rp_mal_reader *r)
{
    const struct rp_node *assets = rp_node_get(r->model, "assets");
    if (!assets) {
        if (!r->root->cut)
            rp_report(r->d, RP_MSG_MAL_INSTANCE_EMPTY, r->model->at, "%s", "");
        return;
    }
    check_language(r);
    if (rp_mal_want_map(r, assets))
        for (const struct rp_node *i = assets->first; i; i = i->next)
            read_thing(r, i);
    read_all_links(r);
    const struct rp_node *associations = rp_node_get(r->model, "associations");
    if (associations && rp_mal_want_list(r, associations))
        rp_mal_read_associations(r, associations);
    check_counts(r);
    rp_mal_read_entries(r, r->model);
    if (r->root != r->model)
        rp_mal_read_entries(r, r->root);
}

bool rp_mal_instance_read(struct rp_mal_instance *in, const struct rp_source *src,
                          struct rp_diags *d)
{
    uint32_t errors = d->errors;
    struct rp_mal_reader r = {.in = in, .d = d};
    rp_names_init(&r.ids, in->arena);
    rp_names_init(&r.names, in->arena);
    r.root = read_tree(&r, src);
    if (r.root && want(&r, r.root, RP_NODE_MAP, RP_MSG_MAL_INSTANCE_WANT_MAP)) {
        r.model = find_model(&r, src);
        if (r.model && want(&r, r.model, RP_NODE_MAP, RP_MSG_MAL_INSTANCE_WANT_MAP))
            read_model(&r);
    } else if (d->errors == errors) {
        rp_report(d, RP_MSG_MAL_INSTANCE_EMPTY, (struct rp_loc){src, 0, 0}, "%s", "");
    }
    return d->errors == errors;
}
