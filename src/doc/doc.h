// SPDX-License-Identifier: Apache-2.0
/*
 * A document as a tree that knows no format, and its writers.
 *
 * Built in reading order (doc/build.h helps).  Every block that can be referred to has an anchor;
 * every figure has a text that says the same.  Writers: HTML (one self-contained file), JSON; others
 * join later.  Texts are written with ordinary spaces: in French the writers put the no-break
 * spaces where typography wants them.
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
    RP_BLOCK_TABLE,     // first row of headers, caption; a header cell further down heads its row
    RP_BLOCK_FIELDS,    // two columns without a header row: name, value
    RP_BLOCK_FIGURE,    // SVG with caption and a text for those who cannot see it
    RP_BLOCK_VERDICT,   // the coloured bar with one word; body: what is said under it
    RP_BLOCK_MATRIX,    // risk matrix: severity x feasibility, ids in the cells
    RP_BLOCK_CARD,      // title, body of blocks; kept on one page
    RP_BLOCK_NOTICE, // a paragraph that must not be overlooked: what is missing, what is not covered
    RP_BLOCK_CONTENTS, // links to the headings of level 1; the writer fills it
    RP_BLOCK_GROUP,    // body of blocks that belong together: kept on one page
    RP_BLOCK_PAGE_BREAK,
};

enum rp_inline_type {
    RP_INLINE_TEXT,
    RP_INLINE_STRONG,
    RP_INLINE_CODE, // identifiers and places of files: never broken, no typography
    RP_INLINE_LINK,
    RP_INLINE_LEVEL, // a level as a framed word
    RP_INLINE_BREAK, // a new line
};

struct rp_inline {
    struct rp_inline *next;
    enum rp_inline_type type;
    struct rp_str text;
    struct rp_str target; // LINK: anchor in this document
    unsigned tone;        // LEVEL: 0 neutral .. 4 worst; always shown as a word too
    bool identifier;      // LINK: its text is an identifier
};

struct rp_cell {
    struct rp_inline *content;
    unsigned tone; // as LEVEL
    bool is_header;
    struct rp_str id;   // anchor, may be empty
    struct rp_str said; // what the tone means, for those who cannot see it; may be empty
};

struct rp_block {
    struct rp_block *next;
    enum rp_block_type type;
    unsigned level;       // HEADING; VERDICT: 0 good, 1 conditions, 2 bad
    bool numbered;        // LIST
    bool compact;         // TABLE, FIELDS, LIST, PARAGRAPH: small print
    bool wide;            // FIGURE: on a landscape page of its own
    struct rp_str anchor; // may be empty
    struct rp_str margin; // audit note: clause references beside the block; may be empty
    struct rp_inline
        *content; // HEADING, PARAGRAPH, NOTICE, FIGURE and TABLE caption, CARD title, VERDICT word
    struct rp_block *first; // LIST items; body of CARD, VERDICT, GROUP
    struct rp_cell *cell;   // TABLE, FIELDS and MATRIX: rows x columns
    uint32_t rows, columns;
    const uint8_t *width;      // TABLE: share of each column in percent; NULL: as it comes
    struct rp_str svg;         // FIGURE
    struct rp_str alternative; // FIGURE: the same in words
};

struct rp_doc {
    enum rp_lang lang;
    struct rp_str title, subtitle, id; // id: "RS-2026-001"
    struct rp_str device, version, model_hash, tool_version;
    struct rp_str to_content;     // text of the link that skips to the content
    struct rp_str contents_title; // heading of CONTENTS
    struct rp_block *first;
};

// Appends the whole document.  RP_ERR_LIMIT when the buffer's maximum is exceeded.
RP_MUST_USE enum rp_status rp_doc_write_html(const struct rp_doc *doc, struct rp_buf *out);

// The same tree for programs: {"schemaVersion": 1, "lang", "title", ..., "blocks": [...]}.
RP_MUST_USE enum rp_status rp_doc_write_json(const struct rp_doc *doc, struct rp_buf *out);

// Lays a directed graph out and draws it as SVG by Graphviz.  dot: text in Graphviz's language.
// The SVG has explicit width and height, no ids, no comments and no fonts of its own: the same
// bytes wherever it is drawn.  RP_ERR_TOOL when Graphviz cannot read or draw it.
RP_MUST_USE enum rp_status rp_doc_draw(struct rp_arena *a, struct rp_str dot,
                                       struct rp_str *ret_svg);

// Width and height of a drawing that rp_doc_draw made, in points; false when it is none.
bool rp_doc_drawing_size(struct rp_str svg, unsigned *ret_width, unsigned *ret_height);

// The text with the no-break spaces of French typography: before : ; ! ? % and inside guillemets.
// Other languages: the text itself.  In the arena.
struct rp_str rp_doc_typography(struct rp_arena *a, enum rp_lang lang, struct rp_str text);

#endif
