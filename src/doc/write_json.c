// SPDX-License-Identifier: Apache-2.0
/*
 * Document -> JSON: the same tree, for programs.
 */
#include "base/json.h"
#include "doc/doc.h"

#include <assert.h>

enum { DEPTH_MAX = 8 };

static const char *const block_name[] = {
    [RP_BLOCK_HEADING] = "heading",
    [RP_BLOCK_PARAGRAPH] = "paragraph",
    [RP_BLOCK_LIST] = "list",
    [RP_BLOCK_TABLE] = "table",
    [RP_BLOCK_FIELDS] = "fields",
    [RP_BLOCK_FIGURE] = "figure",
    [RP_BLOCK_VERDICT] = "verdict",
    [RP_BLOCK_MATRIX] = "matrix",
    [RP_BLOCK_CARD] = "card",
    [RP_BLOCK_NOTICE] = "notice",
    [RP_BLOCK_CONTENTS] = "contents",
    [RP_BLOCK_GROUP] = "group",
    [RP_BLOCK_PAGE_BREAK] = "page-break",
};

static const char *const inline_name[] = {
    [RP_INLINE_TEXT] = "text", [RP_INLINE_STRONG] = "strong", [RP_INLINE_CODE] = "code",
    [RP_INLINE_LINK] = "link", [RP_INLINE_LEVEL] = "level",   [RP_INLINE_BREAK] = "break",
};

static void optional(struct rp_json *j, const char *key, struct rp_str text)
{
    if (text.n)
        rp_json_str(j, key, text);
}

static void content(struct rp_json *j, const struct rp_inline *piece)
{
    if (!piece)
        return;
    rp_json_open(j, "content", '[');
    for (; piece; piece = piece->next) {
        rp_json_open_flat(j, NULL, '{');
        rp_json_str(j, "type", rp_str_of(inline_name[piece->type]));
        optional(j, "text", piece->text);
        optional(j, "target", piece->target);
        if (piece->type == RP_INLINE_LEVEL)
            rp_json_int(j, "tone", piece->tone);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

static void cells(struct rp_json *j, const struct rp_block *b)
{
    if (!b->columns)
        return;
    rp_json_open(j, "rows", '[');
    for (uint32_t i = 0; i < b->rows; i++) {
        rp_json_open(j, NULL, '[');
        for (uint32_t k = 0; k < b->columns; k++) {
            const struct rp_cell *c = &b->cell[i * b->columns + k];
            rp_json_open(j, NULL, '{');
            if (c->is_header)
                rp_json_bool(j, "header", true);
            if (c->tone)
                rp_json_int(j, "tone", c->tone);
            optional(j, "id", c->id);
            optional(j, "meaning", c->said);
            content(j, c->content);
            rp_json_close(j, '}');
        }
        rp_json_close(j, ']');
    }
    rp_json_close(j, ']');
}

static void blocks(struct rp_json *j, const struct rp_block *first, unsigned depth);

static void block(struct rp_json *j, const struct rp_block *b, unsigned depth)
{
    rp_json_open(j, NULL, '{');
    rp_json_str(j, "type", rp_str_of(block_name[b->type]));
    if (b->type == RP_BLOCK_HEADING || b->type == RP_BLOCK_VERDICT)
        rp_json_int(j, "level", b->level);
    if (b->type == RP_BLOCK_LIST)
        rp_json_bool(j, "numbered", b->numbered);
    optional(j, "anchor", b->anchor);
    optional(j, "margin", b->margin);
    content(j, b->content);
    cells(j, b);
    optional(j, "svg", b->svg);
    optional(j, "alternative", b->alternative);
    if (b->first)
        blocks(j, b->first, depth + 1);
    rp_json_close(j, '}');
}

static void blocks(struct rp_json *j, const struct rp_block *first, unsigned depth)
{
    assert(depth < DEPTH_MAX);
    rp_json_open(j, "blocks", '[');
    for (; first; first = first->next)
        block(j, first, depth);
    rp_json_close(j, ']');
}

enum rp_status rp_doc_write_json(const struct rp_doc *doc, struct rp_buf *out)
{
    struct rp_json j;
    rp_json_init(&j, out, false);
    rp_json_open(&j, NULL, '{');
    rp_json_int(&j, "schemaVersion", 1);
    rp_json_str(&j, "lang", doc->lang == RP_FR ? RP_STR("fr") : RP_STR("en"));
    rp_json_str(&j, "id", doc->id);
    rp_json_str(&j, "title", doc->title);
    rp_json_str(&j, "subtitle", doc->subtitle);
    rp_json_str(&j, "device", doc->device);
    rp_json_str(&j, "version", doc->version);
    rp_json_str(&j, "modelHash", doc->model_hash);
    rp_json_str(&j, "tool", doc->tool_version);
    blocks(&j, doc->first, 0);
    rp_json_close(&j, '}');
    return out->full ? RP_ERR_LIMIT : RP_OK;
}
