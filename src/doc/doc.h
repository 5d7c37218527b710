// SPDX-License-Identifier: Apache-2.0
/*
 * A document as a tree that knows no format, and its writers.
 *
 * Built in reading order.  Every block that can be referred to has an anchor; every figure has a
 * text that says the same.  Writers: HTML (one self-contained file), JSON; others join later.
 */
#ifndef REMPART_DOC_DOC_H
#define REMPART_DOC_DOC_H

#include "base/buf.h"
#include "base/lang.h"
#include "base/status.h"

enum rp_block_type {
    RP_BLOCK_HEADING,   // level 1..4, text, anchor
    RP_BLOCK_PARAGRAPH, // inline content
    RP_BLOCK_LIST,      // items: blocks; numbered or not
    RP_BLOCK_TABLE,
    RP_BLOCK_FIGURE,  // SVG with caption and a text for those who cannot see it
    RP_BLOCK_VERDICT, // the coloured bar with one word
    RP_BLOCK_MATRIX,  // risk matrix: severity x feasibility, ids in the cells
    RP_BLOCK_CARD,    // title, fields, blocks
    RP_BLOCK_PAGE_BREAK,
};

enum rp_inline_type {
    RP_INLINE_TEXT,
    RP_INLINE_STRONG,
    RP_INLINE_CODE,
    RP_INLINE_LINK,
    RP_INLINE_LEVEL
};

struct rp_inline {
    struct rp_inline *next;
    enum rp_inline_type type;
    struct rp_str text;
    struct rp_str target; // LINK: anchor in this document
    unsigned tone;        // LEVEL: 0 neutral .. 4 worst; always shown as a word too
};

struct rp_cell {
    struct rp_inline *content;
    unsigned tone; // as LEVEL
    bool is_header;
    struct rp_str id; // anchor, may be empty
};

struct rp_block {
    struct rp_block *next;
    enum rp_block_type type;
    unsigned level;       // HEADING; VERDICT: 0 good, 1 conditions, 2 bad
    bool numbered;        // LIST
    struct rp_str anchor; // may be empty
    struct rp_inline
        *content; // HEADING, PARAGRAPH, FIGURE and TABLE caption, CARD title, VERDICT word
    struct rp_block *first; // LIST items, CARD body
    struct rp_cell *cell;   // TABLE and MATRIX: rows x columns
    uint32_t rows, columns;
    struct rp_str svg;         // FIGURE
    struct rp_str alternative; // FIGURE: the same in words
};

struct rp_doc {
    enum rp_lang lang;
    struct rp_str title, subtitle, id; // id: "RS-2026-001"
    struct rp_str device, version, model_hash, tool_version;
    struct rp_block *first;
};

// Appends the whole document.  RP_ERR_LIMIT when the buffer's maximum is exceeded.
RP_MUST_USE enum rp_status rp_doc_write_html(const struct rp_doc *doc, struct rp_buf *out);
RP_MUST_USE enum rp_status rp_doc_write_json(const struct rp_doc *doc, struct rp_buf *out);

// Lays a directed graph out and draws it as SVG by Graphviz.  dot: text in Graphviz's language.
RP_MUST_USE enum rp_status rp_doc_draw(struct rp_arena *a, struct rp_str dot,
                                       struct rp_str *ret_svg);

#endif
