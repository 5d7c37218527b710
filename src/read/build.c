// SPDX-License-Identifier: Apache-2.0
/*
 * What the readers share: a tree under construction.
 */
#include "read/build.h"

#include <assert.h>

void rp_build_init(struct rp_build *b, struct rp_arena *a, const struct rp_source *src,
                   struct rp_diags *d)
{
    *b = (struct rp_build){
        .arena = a,
        .src = src,
        .d = d,
        .too_deep = RP_MSG_TOO_DEEP,
        .too_many = RP_MSG_TOO_MANY_VALUES,
    };
}

struct rp_build_level *rp_build_level(struct rp_build *b)
{
    return b->depth ? &b->level[b->depth - 1] : NULL;
}

static void append(struct rp_node *parent, struct rp_node *node)
{
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    parent->n++;
}

struct rp_node *rp_build_add(struct rp_build *b, enum rp_node_kind kind, struct rp_loc at)
{
    if (b->nnodes == RP_READ_MAX_NODES) {
        if (!b->stopped)
            rp_report(b->d, b->too_many, at, "%s", "");
        b->stopped = true;
        return NULL;
    }
    struct rp_build_level *in = rp_build_level(b);
    if (!in && b->root)
        return NULL;
    struct rp_node *node = RP_NEW(b->arena, struct rp_node);
    *node = (struct rp_node){.kind = kind, .at = at};
    b->nnodes++;
    if (!in) {
        b->root = node;
        return node;
    }
    if (in->node->kind == RP_NODE_MAP) {
        assert(in->has_key);
        node->key = in->key;
        node->key_at = in->key_at;
        in->has_key = false;
    }
    append(in->node, node);
    return node;
}

bool rp_build_open(struct rp_build *b, struct rp_node *node)
{
    if (b->depth == RP_READ_MAX_DEPTH) {
        if (!b->stopped)
            rp_report(b->d, b->too_deep, node->at, "%s", "");
        b->stopped = true;
        return false;
    }
    b->level[b->depth++] = (struct rp_build_level){.node = node};
    return true;
}

static void report_twice(struct rp_build *b, const struct rp_node *first, struct rp_node *again)
{
    again->bad = true;
    struct rp_diag *diag =
        rp_report(b->d, RP_MSG_DUPLICATE_KEY, again->key_at, "%.*s", RP_FMT(again->key));
    rp_report_note(b->d, diag, RP_MSG_NOTE_FIRST, first->key_at, "%s", "");
}

// A map with few keys: every pair.
static void check_few(struct rp_build *b, struct rp_node *map)
{
    for (struct rp_node *again = map->first; again; again = again->next) {
        if (again->bad)
            continue;
        for (struct rp_node *first = map->first; first != again; first = first->next) {
            if (rp_str_eq(first->key, again->key)) {
                report_twice(b, first, again);
                break;
            }
        }
    }
}

// A map with many keys: open addressing.
static void check_many(struct rp_build *b, struct rp_node *map)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    uint32_t slots = 64;
    while (slots / 2 < map->n)
        slots *= 2;
    struct rp_node **slot = RP_NEWN(&scratch, struct rp_node *, slots);
    for (struct rp_node *node = map->first; node; node = node->next) {
        if (node->bad)
            continue;
        uint32_t i = (uint32_t)rp_str_hash(node->key, RP_HASH_START) & (slots - 1);
        while (slot[i] && !rp_str_eq(slot[i]->key, node->key))
            i = (i + 1) & (slots - 1);
        if (slot[i])
            report_twice(b, slot[i], node);
        else
            slot[i] = node;
    }
    rp_arena_done(&scratch);
}

void rp_build_close(struct rp_build *b)
{
    enum { FEW = 16 };
    assert(b->depth > 0);
    struct rp_node *node = b->level[--b->depth].node;
    if (node->kind != RP_NODE_MAP)
        return;
    if (node->n <= FEW)
        check_few(b, node);
    else
        check_many(b, node);
}

struct rp_loc rp_build_loc(const struct rp_source *src, size_t off, size_t to)
{
    assert(off <= src->text.n);
    size_t end = off;
    while (end < to && end < src->text.n && src->text.p[end] != '\n' && src->text.p[end] != '\r')
        end++;
    return (struct rp_loc){src, (uint32_t)off, (uint32_t)(end - off)};
}

const struct rp_node *rp_node_get(const struct rp_node *node, const char *key)
{
    struct rp_str name = rp_str_of(key);
    for (const struct rp_node *i = node->first; i; i = i->next) {
        bool named = node->kind == RP_NODE_MAP || i->is_attribute;
        if (named && rp_str_eq(i->key, name))
            return i;
    }
    return NULL;
}

bool rp_node_is_null(const struct rp_node *node)
{
    return node->kind == RP_NODE_SCALAR && !node->quoted &&
           (node->text.n == 0 || rp_str_eq(node->text, RP_STR("~")) ||
            rp_str_eq(node->text, RP_STR("null")));
}
