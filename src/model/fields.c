// SPDX-License-Identifier: Apache-2.0
/*
 * Maps of a model -> structs, by the tables of keys.
 */
#include "model/reader.h"

#include <assert.h>

enum { MOST_KEYS = 32 }; // of one table

static void *field(void *base, const struct rp_key *key)
{
    return (unsigned char *)base + key->off;
}

// An unsigned integer, bool or enum of the field's size.
static void store(void *base, const struct rp_key *key, uint32_t value)
{
    unsigned char *at = field(base, key);
    if (key->size == 1) {
        *at = (unsigned char)value;
    } else {
        assert(key->size == sizeof(value));
        memcpy(at, &value, sizeof(value));
    }
}

static const struct rp_node *as_list(struct rp_reader *r, const struct rp_node *node)
{
    if (node->kind == RP_NODE_LIST)
        return node;
    rp_report(r->d, RP_MSG_EXPECTED_LIST, node->at, "%.*s", RP_FMT(node->key));
    return NULL;
}

static const struct rp_node *as_map(struct rp_reader *r, const struct rp_node *node)
{
    if (node->kind == RP_NODE_MAP)
        return node;
    rp_report(r->d, RP_MSG_EXPECTED_MAP, node->at, "%.*s", RP_FMT(node->key));
    return NULL;
}

static void read_id(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                    void *base)
{
    struct rp_item *item = field(base, key);
    if (node->kind != RP_NODE_SCALAR) {
        rp_report(r->d, RP_MSG_EXPECTED_TEXT, node->at, "%.*s", RP_FMT(node->key));
        return;
    }
    item->id = node->text;
    item->at = node->at;
    rp_reader_define(r, r->class, r->i, node);
}

static void read_word(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                      void *base)
{
    struct rp_word *word = field(base, key);
    if (rp_value_word(r, node))
        *word = (struct rp_word){node->text, node->at};
}

static void read_phrase(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                        void *base)
{
    struct rp_word *word = field(base, key);
    if (rp_value_line(r, node))
        *word = (struct rp_word){node->text, node->at};
}

// Entries of a list that are scalars; gives how many.
static uint32_t take_words(struct rp_reader *r, const struct rp_node *list, struct rp_word *out,
                           bool (*is_right)(struct rp_reader *, const struct rp_node *))
{
    uint32_t n = 0;
    for (const struct rp_node *i = list->first; i; i = i->next)
        if (!i->bad && is_right(r, i))
            out[n++] = (struct rp_word){i->text, i->at};
    return n;
}

static void read_words(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                       void *base)
{
    struct rp_words *words = field(base, key);
    if (!as_list(r, node))
        return;
    struct rp_word *word = RP_NEWN(r->arena, struct rp_word, node->n);
    *words = (struct rp_words){word, take_words(r, node, word, rp_value_word)};
}

static void read_tests(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                       void *base)
{
    struct rp_words *words = field(base, key);
    if (!as_list(r, node))
        return;
    struct rp_word *word = RP_NEWN(r->arena, struct rp_word, node->n);
    *words = (struct rp_words){word, take_words(r, node, word, rp_value_line)};
    for (const struct rp_node *i = node->first; i; i = i->next)
        if (!i->bad && i->kind == RP_NODE_SCALAR)
            rp_reader_define(r, RP_CLASS_TEST, 0, i);
}

// Paths of several files add up.
static void read_paths(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                       void *base)
{
    struct rp_words *words = field(base, key), more = {0};
    if (!as_list(r, node))
        return;
    uint32_t before = key->size ? words->n : 0;
    struct rp_word *word = RP_NEWN(r->arena, struct rp_word, before + node->n);
    if (before)
        memcpy(word, words->word, before * sizeof(*word));
    more.n = before + take_words(r, node, word + before, rp_value_line);
    more.word = word;
    // 'include' was followed already, when the files were read.
    if (key->size)
        *words = more;
}

static void read_line(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                      void *base)
{
    struct rp_str *line = field(base, key);
    if (rp_value_line(r, node))
        *line = node->text;
}

static void read_text(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                      void *base)
{
    rp_value_text(r, node, field(base, key));
}

static void read_ref(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                     void *base)
{
    if (rp_value_line(r, node))
        rp_reader_refer(r, field(base, key), node, key->classes);
}

static void read_refs(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                      void *base)
{
    struct rp_refs *refs = field(base, key);
    if (!as_list(r, node))
        return;
    struct rp_ref *ref = RP_NEWN(r->arena, struct rp_ref, node->n);
    uint32_t n = 0;
    for (const struct rp_node *i = node->first; i; i = i->next)
        if (!i->bad && rp_value_line(r, i))
            rp_reader_refer(r, &ref[n++], i, key->classes);
    *refs = (struct rp_refs){ref, n};
}

static void read_number(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                        void *base)
{
    uint32_t value;
    if (key->size == 0) {
        // The version of the format has no field: there is one version.
        if (node->kind != RP_NODE_SCALAR || !rp_str_eq(node->text, RP_STR("1")))
            rp_report(r->d, RP_MSG_FORMAT_VERSION, node->at, "%.*s", RP_FMT(node->text));
        return;
    }
    if (rp_value_number(r, node, key, &value))
        store(base, key, value);
}

static void read_choice(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                        void *base)
{
    uint32_t index;
    if (rp_value_choice(r, node, key->words, &index))
        store(base, key, index);
}

static void read_choice_line(struct rp_reader *r, const struct rp_node *node,
                             const struct rp_key *key, void *base)
{
    struct rp_str *line = field(base, key);
    uint32_t index;
    if (rp_value_choice(r, node, key->words, &index))
        *line = node->text;
}

static void read_choices(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                         void *base)
{
    uint32_t n = 0, seen = 0;
    if (!as_list(r, node))
        return;
    for (const struct rp_node *i = node->first; i; i = i->next) {
        uint32_t index;
        if (i->bad || !rp_value_choice(r, i, key->words, &index))
            continue;
        if (seen & 1U << index) {
            rp_report(r->d, RP_MSG_REPEATED_WORD, i->at, "%.*s", RP_FMT(i->text));
            continue;
        }
        seen |= 1U << index;
        unsigned char *at = (unsigned char *)base + key->off + n++ * sizeof(index);
        memcpy(at, &index, sizeof(index));
    }
    memcpy((unsigned char *)base + key->count_off, &n, sizeof(n));
}

static void read_date(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                      void *base)
{
    struct rp_str *line = field(base, key);
    if (rp_value_date(r, node, key->type == RP_KEY_DATE_OR_UNKNOWN))
        *line = node->text;
}

// True when the section was given by another file before; at: where, updated.
static bool is_repeated(struct rp_reader *r, const struct rp_node *node, struct rp_loc *at)
{
    if (at->src) {
        struct rp_diag *diag =
            rp_report(r->d, RP_MSG_SECTION_TWICE, node->key_at, "%.*s", RP_FMT(node->key));
        rp_report_note(r->d, diag, RP_MSG_NOTE_FIRST, *at, "%s", "");
        return true;
    }
    *at = node->key_at;
    return false;
}

static void read_map(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                     void *base)
{
    if (key->keys == &rp_keys_device && is_repeated(r, node, &r->device_at))
        return;
    if (key->keys == &rp_keys_policy && is_repeated(r, node, &r->policy_at))
        return;
    if (as_map(r, node))
        rp_reader_map(r, node, key->keys, field(base, key));
}

// Things with an id go into the model's array of their class, which has room for all of them.
static void read_things(struct rp_reader *r, const struct rp_node *list, const struct rp_keys *keys)
{
    const struct rp_class_info *info = rp_class_info(keys->class);
    enum rp_class outer_class = r->class;
    uint32_t outer = r->i;
    for (const struct rp_node *i = list->first; i; i = i->next) {
        if (i->bad || !as_map(r, i))
            continue;
        uint32_t n = rp_class_count(r->m, keys->class);
        uint32_t more = n + 1;
        memcpy((unsigned char *)r->m + info->count_off, &more, sizeof(more));
        r->class = keys->class;
        r->i = n;
        void *thing = rp_class_thing(r->m, keys->class, n);
        if (keys->class == RP_CLASS_INTERFACE)
            ((struct rp_interface *)thing)->component = outer;
        ((struct rp_item *)thing)->at = i->at;
        rp_reader_map(r, i, keys, thing);
    }
    r->class = outer_class;
    r->i = outer;
}

static void read_items(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                       void *base)
{
    if (!as_list(r, node))
        return;
    if (key->keys->class != RP_CLASS_NONE) {
        read_things(r, node, key->keys);
        return;
    }
    unsigned char *array = rp_arena_calloc(r->arena, node->n, key->keys->size);
    uint32_t n = 0;
    for (const struct rp_node *i = node->first; i; i = i->next)
        if (!i->bad && as_map(r, i))
            rp_reader_map(r, i, key->keys, array + n++ * key->keys->size);
    memcpy(field(base, key), &array, sizeof(array));
    memcpy((unsigned char *)base + key->count_off, &n, sizeof(n));
}

// Reports a key that the table does not have.
static void unknown_key(struct rp_reader *r, const struct rp_node *node, const struct rp_keys *keys)
{
    struct rp_str known[MOST_KEYS];
    assert(keys->n <= MOST_KEYS);
    for (uint32_t k = 0; k < keys->n; k++)
        known[k] = rp_str_of(keys->key[k].name);
    struct rp_diag *diag =
        rp_report(r->d, RP_MSG_UNKNOWN_KEY, node->key_at, "%.*s", RP_FMT(node->key));
    size_t near = rp_str_nearest(node->key, known, keys->n);
    if (near < keys->n)
        rp_report_meant(diag, known[near], (struct rp_loc){0});
}

static uint32_t find_key(const struct rp_keys *keys, struct rp_str name)
{
    uint32_t k = 0;
    while (k < keys->n && !rp_str_eq(name, rp_str_of(keys->key[k].name)))
        k++;
    return k;
}

// Where the free section was given before; src NULL when it was not.
static struct rp_loc section_place(const struct rp_model *m, struct rp_str key)
{
    for (uint32_t i = 0; i < m->nsections; i++)
        if (rp_str_eq(m->section[i].key, key))
            return m->section[i].at;
    return (struct rp_loc){0};
}

static void read_sections(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                          void *base)
{
    struct rp_model *m = base;
    if (!as_map(r, node))
        return;
    struct rp_section *more = RP_NEWN(r->arena, struct rp_section, m->nsections + node->n);
    if (m->nsections)
        memcpy(more, m->section, m->nsections * sizeof(*more));
    m->section = more;
    for (const struct rp_node *i = node->first; i; i = i->next) {
        struct rp_text text;
        struct rp_loc first = section_place(m, i->key);
        if (i->bad || (first.src && is_repeated(r, i, &first)))
            continue;
        if (find_key(key->keys, i->key) == key->keys->n)
            unknown_key(r, i, key->keys);
        else if (rp_value_text(r, i, &text))
            more[m->nsections++] = (struct rp_section){i->key, text, i->at};
    }
}

// Which keys and values are possible is said by the catalogue.
static void read_pairs(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                       void *base)
{
    struct rp_pairs *pairs = field(base, key);
    if (!as_map(r, node))
        return;
    struct rp_pair *pair = RP_NEWN(r->arena, struct rp_pair, node->n);
    for (const struct rp_node *i = node->first; i; i = i->next)
        if (!i->bad && !rp_node_is_null(i) && rp_value_word(r, i))
            pair[pairs->n++] = (struct rp_pair){{i->key, i->key_at}, {i->text, i->at}};
    pairs->pair = pair;
}

typedef void (*read_fn)(struct rp_reader *, const struct rp_node *, const struct rp_key *, void *);

static const read_fn reader_of[RP_KEY_TYPES] = {
    [RP_KEY_ID] = read_id,
    [RP_KEY_KIND] = read_word,
    [RP_KEY_KINDS] = read_words,
    [RP_KEY_PHRASE] = read_phrase,
    [RP_KEY_LINE] = read_line,
    [RP_KEY_TEXT] = read_text,
    [RP_KEY_REF] = read_ref,
    [RP_KEY_REFS] = read_refs,
    [RP_KEY_TESTS] = read_tests,
    [RP_KEY_PATHS] = read_paths,
    [RP_KEY_NUMBER] = read_number,
    [RP_KEY_DECIMAL] = read_number,
    [RP_KEY_CHOICE] = read_choice,
    [RP_KEY_CHOICE_LINE] = read_choice_line,
    [RP_KEY_CHOICES] = read_choices,
    [RP_KEY_DATE] = read_date,
    [RP_KEY_DATE_OR_UNKNOWN] = read_date,
    [RP_KEY_PAIRS] = read_pairs,
    [RP_KEY_MAP] = read_map,
    [RP_KEY_ITEMS] = read_items,
    [RP_KEY_SECTIONS] = read_sections,
};

// Where to say that a key of the map is missing: at what the reader would call its name.
static struct rp_loc place_of_map(const struct rp_node *map)
{
    const struct rp_node *id = rp_node_get(map, "id");
    if (id)
        return id->at;
    return map->key.n ? map->key_at : map->at;
}

void rp_reader_map(struct rp_reader *r, const struct rp_node *map, const struct rp_keys *keys,
                   void *base)
{
    uint32_t seen = 0;
    if (keys->at_off)
        memcpy((unsigned char *)base + keys->at_off, &map->at, sizeof(map->at));
    for (const struct rp_node *i = map->first; i; i = i->next) {
        uint32_t k = find_key(keys, i->key);
        if (k == keys->n) {
            if (!i->bad)
                unknown_key(r, i, keys);
            continue;
        }
        // A key that was wrong in itself is there; one without a value is not.
        seen |= (uint32_t)(i->bad || !rp_node_is_null(i)) << k;
        if (keys->key[k].at_off && (i->bad || !rp_node_is_null(i)))
            memcpy((unsigned char *)base + keys->key[k].at_off, &i->at, sizeof(i->at));
        if (!i->bad && !rp_node_is_null(i))
            reader_of[keys->key[k].type](r, i, &keys->key[k], base);
    }
    for (uint32_t k = 0; k < keys->n && !map->cut; k++)
        if (keys->key[k].required && !(seen & 1U << k))
            rp_report(r->d, RP_MSG_MISSING_KEY, place_of_map(map), "%s", keys->key[k].name);
}
