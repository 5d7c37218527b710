// SPDX-License-Identifier: Apache-2.0
/*
 * The HTML writer's parts.  Private to this room.
 */
#ifndef REMPART_DOC_HTML_H
#define REMPART_DOC_HTML_H

#include "doc/doc.h"

struct rp_html {
    const struct rp_doc *doc;
    struct rp_buf *out;
    unsigned depth;    // of nested blocks
    bool section_open; // a <section> waits for its end
};

// Deeper nesting of blocks than a report has is a mistake of ours.
enum { RP_HTML_DEPTH_MAX = 8 };

extern const char *const rp_html_style[]; // the style sheet, rule by rule; NULL ends it

// Text with < > & " escaped, control bytes shown as U+FFFD.
void rp_html_raw(struct rp_html *h, struct rp_str text);
// The same with the typography of the document's language.
void rp_html_text(struct rp_html *h, struct rp_str text);
void rp_html_inline(struct rp_html *h, const struct rp_inline *content);
// id="..." with a leading space, nothing for an empty anchor.
void rp_html_id(struct rp_html *h, struct rp_str anchor);

void rp_html_blocks(struct rp_html *h, const struct rp_block *first);

// html_table.c
void rp_html_table(struct rp_html *h, const struct rp_block *b);
void rp_html_fields(struct rp_html *h, const struct rp_block *b);
void rp_html_matrix(struct rp_html *h, const struct rp_block *b);

// html_text.c
void rp_html_figure(struct rp_html *h, const struct rp_block *b);

#endif
