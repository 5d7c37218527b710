// SPDX-License-Identifier: Apache-2.0
/*
 * Maps of the catalogue's tables, key by key.
 */
#include "catalogue/table.h"

void rp_entry_report(struct rp_entry_reader *t, enum rp_msg msg, const struct rp_node *node)
{
    rp_report(t->d, msg, node->at, "%.*s", RP_FMT(node->text));
}

void rp_entry_unknown(struct rp_entry_reader *t, enum rp_msg msg, struct rp_loc at,
                      struct rp_str word, const char *const *known)
{
    struct rp_str words[32];
    size_t n = 0;
    for (; known[n]; n++)
        words[n] = rp_str_of(known[n]);
    struct rp_diag *diag = rp_report(t->d, msg, at, "%.*s", RP_FMT(word));
    size_t near = rp_str_nearest(word, words, n);
    if (near < n) {
        rp_report_meant(diag, words[near], (struct rp_loc){0});
        return;
    }
    struct rp_buf list;
    rp_buf_init(&list, 0);
    for (size_t i = 0; i < n; i++)
        rp_buf_printf(&list, "%s%s", i ? ", " : "", known[i]);
    rp_report_note(t->d, diag, RP_MSG_NOTE_POSSIBLE, (struct rp_loc){0}, "%.*s",
                   RP_FMT(rp_buf_str(&list)));
    rp_buf_done(&list);
}

bool rp_entry_is_map(struct rp_entry_reader *t, const struct rp_node *node,
                     const char *const *known)
{
    if (node->bad)
        return false;
    if (node->kind != RP_NODE_MAP) {
        rp_entry_report(t, RP_MSG_CONTROL_MAP, node);
        return false;
    }
    for (const struct rp_node *child = node->first; child; child = child->next) {
        size_t i = 0;
        while (known[i] && !rp_str_eq(rp_str_of(known[i]), child->key))
            i++;
        if (!known[i])
            rp_entry_unknown(t, RP_MSG_CONTROL_KEY_UNKNOWN, child->key_at, child->key, known);
    }
    return true;
}

const struct rp_node *rp_entry_need(struct rp_entry_reader *t, const struct rp_node *map,
                                    const char *key)
{
    const struct rp_node *child = rp_node_get(map, key);
    if (!child)
        rp_report(t->d, RP_MSG_CONTROL_KEY_MISSING, map->key_at.src ? map->key_at : map->at, "%s",
                  key);
    return child;
}

void rp_entry_text(struct rp_entry_reader *t, const struct rp_node *node, struct rp_text *ret)
{
    static const char *const keys[RP_LANGS + 1] = {[RP_EN] = "en", [RP_FR] = "fr"};
    if (!rp_entry_is_map(t, node, keys))
        return;
    for (int lang = 0; lang < RP_LANGS; lang++) {
        const struct rp_node *text = rp_node_get(node, keys[lang]);
        if (!text || text->kind != RP_NODE_SCALAR || rp_node_is_null(text) || !text->text.n)
            rp_report(t->d, RP_MSG_CONTROL_LANGUAGE, text ? text->at : node->at, "%s", keys[lang]);
        else
            ret->in[lang] = text->text;
    }
}

void rp_entry_must_text(struct rp_entry_reader *t, const struct rp_node *map, const char *key,
                        struct rp_text *ret)
{
    const struct rp_node *node = rp_entry_need(t, map, key);
    if (node)
        rp_entry_text(t, node, ret);
}

void rp_entry_may_text(struct rp_entry_reader *t, const struct rp_node *map, const char *key,
                       struct rp_text *ret)
{
    const struct rp_node *node = rp_node_get(map, key);
    if (node)
        rp_entry_text(t, node, ret);
}

uint32_t rp_entry_number(struct rp_entry_reader *t, const struct rp_node *node, uint32_t max,
                         bool milli)
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
        rp_entry_report(t, RP_MSG_CONTROL_NUMBER, node);
        return 0;
    }
    return (uint32_t)value;
}

uint32_t rp_entry_may_number(struct rp_entry_reader *t, const struct rp_node *map, const char *key,
                             uint32_t max)
{
    const struct rp_node *node = rp_node_get(map, key);
    return node ? rp_entry_number(t, node, max, false) : 0;
}

uint32_t rp_entry_must_number(struct rp_entry_reader *t, const struct rp_node *map, const char *key,
                              uint32_t max)
{
    const struct rp_node *node = rp_entry_need(t, map, key);
    return node ? rp_entry_number(t, node, max, false) : 0;
}

unsigned rp_entry_word(struct rp_entry_reader *t, const struct rp_node *node,
                       const char *const *known)
{
    for (unsigned i = 0; known[i]; i++)
        if (node->kind == RP_NODE_SCALAR && rp_str_eq(node->text, rp_str_of(known[i])))
            return i;
    if (!node->bad)
        rp_entry_unknown(t, RP_MSG_CONTROL_WORD, node->at, node->text, known);
    return 0;
}

const struct rp_str *rp_entry_list(struct rp_entry_reader *t, const struct rp_node *map,
                                   const char *key, uint32_t *ret_n)
{
    const struct rp_node *node = rp_node_get(map, key);
    *ret_n = 0;
    if (!node || node->bad)
        return NULL;
    if (node->kind != RP_NODE_LIST) {
        rp_entry_report(t, RP_MSG_CONTROL_LIST, node);
        return NULL;
    }
    struct rp_str *item = RP_NEWN(t->arena, struct rp_str, node->n);
    for (const struct rp_node *child = node->first; child; child = child->next) {
        if (child->kind == RP_NODE_SCALAR && child->text.n)
            item[(*ret_n)++] = child->text;
        else
            rp_entry_report(t, RP_MSG_CONTROL_WORD, child);
    }
    return item;
}
