// SPDX-License-Identifier: Apache-2.0
/*
 * Text of a device model -> the device: ids and arrays, no syntax left.
 */
#include "base/file.h"
#include "base/hash.h"
#include "model/reader.h"

#include <assert.h>

// Things of a list that will be read: those that are maps.
static uint32_t count_maps(const struct rp_node *list)
{
    uint32_t n = 0;
    if (list && list->kind == RP_NODE_LIST && !list->bad)
        for (const struct rp_node *i = list->first; i; i = i->next)
            n += i->kind == RP_NODE_MAP && !i->bad;
    return n;
}

// All lists of a key: after a restart of the reader there may be several.
static void count_things(const struct rp_node *root, const struct rp_key *key, uint32_t *count)
{
    for (const struct rp_node *i = root->first; i; i = i->next) {
        if (!rp_str_eq(i->key, rp_str_of(key->name)))
            continue;
        count[key->keys->class] += count_maps(i);
        if (key->keys->class != RP_CLASS_COMPONENT || i->kind != RP_NODE_LIST)
            continue;
        for (const struct rp_node *component = i->first; component; component = component->next)
            for (const struct rp_node *j = component->first; j; j = j->next)
                if (rp_str_eq(j->key, RP_STR("interfaces")))
                    count[RP_CLASS_INTERFACE] += count_maps(j);
    }
}

// Arrays for all things of all files, each with the none in front.
static void make_room(struct rp_reader *r)
{
    uint32_t count[RP_CLASS_COUNT] = {0};
    for (uint32_t f = 0; f < r->nfiles; f++) {
        const struct rp_node *root = r->file[f].root;
        for (uint32_t k = 0; root && root->kind == RP_NODE_MAP && k < rp_keys_top.n; k++)
            if (rp_keys_top.key[k].type == RP_KEY_ITEMS)
                count_things(root, &rp_keys_top.key[k], count);
    }
    for (enum rp_class class = RP_CLASS_NONE; class < RP_CLASS_COUNT; class ++) {
        const struct rp_class_info *info = rp_class_info(class);
        if (!info)
            continue;
        void *array = rp_arena_calloc(r->arena, (size_t)count[class] + 1, info->size);
        uint32_t one = 1;
        memcpy((unsigned char *)r->m + info->array_off, &array, sizeof(array));
        memcpy((unsigned char *)r->m + info->count_off, &one, sizeof(one));
    }
}

static void read_file(struct rp_reader *r, uint32_t f)
{
    const struct rp_node *root = r->file[f].root;
    if (!root)
        return;
    if (root->kind != RP_NODE_MAP) {
        rp_report(r->d, RP_MSG_EXPECTED_MAP, root->at, "%s", "");
        return;
    }
    if (f == 0 && !rp_node_get(root, "rempart") && !root->cut)
        rp_report(r->d, RP_MSG_MISSING_KEY, root->at, "%s", "rempart: 1");
    rp_reader_map(r, root, &rp_keys_top, r->m);
}

// Names that documents print when the text gives none.
static void fill_names(struct rp_reader *r)
{
    for (enum rp_class class = RP_CLASS_NONE; class < RP_CLASS_COUNT; class ++) {
        if (!rp_class_info(class))
            continue;
        for (uint32_t i = 1; i < rp_class_count(r->m, class); i++) {
            struct rp_item *item = rp_class_thing(r->m, class, i);
            for (int lang = 0; lang < RP_LANGS; lang++)
                if (item->name.in[lang].n == 0)
                    item->name.in[lang] = item->id;
        }
    }
    struct rp_item *device = &r->m->device.item;
    for (int lang = 0; lang < RP_LANGS; lang++)
        if (device->name.in[lang].n == 0)
            device->name.in[lang] = device->id;
}

#define BOTH(en, fr)                                                                               \
    {                                                                                              \
        {                                                                                          \
            {en, sizeof(en) - 1},                                                                  \
            {                                                                                      \
                fr, sizeof(fr) - 1                                                                 \
            }                                                                                      \
        }                                                                                          \
    }

static void default_policy(struct rp_policy *p)
{
    static const struct rp_text severity[6] = {
        [1] = BOTH("negligible", "négligeable"),
        [2] = BOTH("minor", "mineure"),
        [3] = BOTH("serious", "grave"),
        [4] = BOTH("critical", "critique"),
        [5] = BOTH("catastrophic", "catastrophique"),
    };
    static const struct rp_text level[5] = {
        BOTH("not feasible", "infaisable"),      BOTH("unlikely", "peu vraisemblable"),
        BOTH("likely", "vraisemblable"),         BOTH("very likely", "très vraisemblable"),
        BOTH("nearly certain", "quasi certain"),
    };
    memcpy(p->severity_name, severity, sizeof(severity));
    memcpy(p->level_name, level, sizeof(level));
    memset(p->acceptable, RP_MODEL_NO_LEVEL, sizeof(p->acceptable));
    p->objective[0] = RP_BY_KINDS;
    p->objective[1] = RP_BY_PLACES;
    p->objective[2] = RP_BY_MALFUNCTION;
    p->nobjectives = 3;
    p->density_milli = 700;
    p->density_source = RP_STR("");
}

// What must stand once in the whole model.
static void require_sections(struct rp_reader *r)
{
    const struct rp_node *root = r->file[0].root;
    struct rp_loc at = {.src = r->file[0].src};
    if (root && root->kind == RP_NODE_MAP && root->first)
        at = root->first->key_at;
    if (r->cut || (root && root->kind != RP_NODE_MAP))
        return;
    if (!r->device_at.src)
        rp_report(r->d, RP_MSG_MISSING_KEY, at, "%s", "device");
    if (!r->policy_at.src)
        rp_report(r->d, RP_MSG_MISSING_KEY, at, "%s", "policy");
}

static void digest(struct rp_reader *r)
{
    struct rp_str *text = RP_NEWN(r->arena, struct rp_str, r->nfiles);
    for (uint32_t f = 0; f < r->nfiles; f++)
        text[f] = r->file[f].src->text;
    rp_hash_hex(text, r->nfiles, r->m->hash);
}

static void check_rules(struct rp_reader *r)
{
    rp_rules_components(r);
    rp_rules_zones(r);
    rp_rules_flows(r);
    rp_rules_assets(r);
    rp_rules_harms(r);
    rp_rules_controls(r);
    rp_rules_policy(r);
}

const struct rp_model *rp_model_of_source(struct rp_arena *a, const struct rp_source *src,
                                          int64_t today, bool alone, struct rp_diags *d)
{
    struct rp_model *m = RP_NEW(a, struct rp_model);
    struct rp_names *names = RP_NEW(a, struct rp_names);
    struct rp_reader r = {
        .arena = a, .d = d, .m = m, .today = today, .alone = alone, .names = names};
    rp_names_init(names, a);
    m->folder = rp_file_folder(src->name);
    m->names = names;
    default_policy(&m->policy);
    rp_reader_load(&r, src);
    if (!r.file[0].root)
        return NULL;
    make_room(&r);
    for (uint32_t f = 0; f < r.nfiles; f++)
        read_file(&r, f);
    require_sections(&r);
    rp_reader_resolve(&r);
    fill_names(&r);
    check_rules(&r);
    digest(&r);
    m->by_name = r.by_name;
    return m;
}

const struct rp_model *rp_model_read(struct rp_arena *a, struct rp_str path, int64_t today,
                                     struct rp_diags *d)
{
    const struct rp_source *src = rp_read_source(a, path, RP_READ_MAX_BYTES, (struct rp_loc){0}, d);
    return src ? rp_model_of_source(a, src, today, false, d) : NULL;
}

struct rp_ref rp_model_find(const struct rp_model *m, struct rp_str id)
{
    uint32_t name = rp_names_find(m->names, id);
    return name ? m->by_name[name] : (struct rp_ref){0};
}

const struct rp_item *rp_model_item(const struct rp_model *m, enum rp_class class, uint32_t i)
{
    assert(i > 0);
    return rp_class_thing(m, class, i);
}
