// SPDX-License-Identifier: Apache-2.0
/*
 * The HTML writer: tables, fields, risk matrices.
 */
#include "doc/html.h"

static void cell(struct rp_html *h, const struct rp_cell *c, const char *scope)
{
    struct rp_buf *out = h->out;
    rp_buf_puts(out, c->is_header ? "<th scope=\"" : "<td");
    if (c->is_header)
        rp_buf_printf(out, "%s\"", scope);
    rp_html_id(h, c->id);
    if (c->tone)
        rp_buf_printf(out, " class=\"t%u\"", c->tone);
    rp_buf_putc(out, '>');
    rp_html_inline(h, c->content);
    if (c->said.n) {
        rp_buf_puts(out, "<span class=\"said\"> ");
        rp_html_text(h, c->said);
        rp_buf_puts(out, "</span>");
    }
    rp_buf_puts(out, c->is_header ? "</th>" : "</td>");
}

static void row(struct rp_html *h, const struct rp_block *b, uint32_t i, const char *scope)
{
    rp_buf_puts(h->out, "<tr>");
    for (uint32_t k = 0; k < b->columns; k++)
        cell(h, &b->cell[i * b->columns + k], scope);
    rp_buf_puts(h->out, "</tr>\n");
}

static void begin(struct rp_html *h, const struct rp_block *b, const char *class)
{
    rp_buf_printf(h->out, "<table class=\"%s%s\"", class, b->compact ? " compact" : "");
    rp_html_id(h, b->anchor);
    rp_buf_puts(h->out, ">\n");
    if (b->content) {
        rp_buf_puts(h->out, "<caption>");
        rp_html_inline(h, b->content);
        rp_buf_puts(h->out, "</caption>\n");
    }
    if (!b->width)
        return;
    rp_buf_puts(h->out, "<colgroup>");
    for (uint32_t k = 0; k < b->columns; k++)
        rp_buf_printf(h->out, "<col style=\"width:%u%%\">", b->width[k]);
    rp_buf_puts(h->out, "</colgroup>\n");
}

static void with_header(struct rp_html *h, const struct rp_block *b, const char *class)
{
    begin(h, b, class);
    rp_buf_puts(h->out, "<thead>");
    row(h, b, 0, "col");
    rp_buf_puts(h->out, "</thead>\n<tbody>\n");
    for (uint32_t i = 1; i < b->rows; i++)
        row(h, b, i, "row");
    rp_buf_puts(h->out, "</tbody></table>\n");
}

void rp_html_table(struct rp_html *h, const struct rp_block *b)
{
    with_header(h, b, b->width ? "fixed" : "auto");
}

void rp_html_matrix(struct rp_html *h, const struct rp_block *b)
{
    with_header(h, b, "matrix");
}

void rp_html_fields(struct rp_html *h, const struct rp_block *b)
{
    begin(h, b, "fields");
    rp_buf_puts(h->out, "<tbody>\n");
    for (uint32_t i = 0; i < b->rows; i++)
        row(h, b, i, "row");
    rp_buf_puts(h->out, "</tbody></table>\n");
}
