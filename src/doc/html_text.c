// SPDX-License-Identifier: Apache-2.0
/*
 * The HTML writer: text, inline pieces, figures.
 */
#include "doc/html.h"
#include "doc/typography.h"

static void escaped(struct rp_html *h, struct rp_str text, enum rp_lang typography)
{
    struct rp_buf *out = h->out;
    for (size_t i = 0, size; i < text.n; i += size) {
        uint32_t c = rp_str_decode(text, i, &size);
        if (c == '<')
            rp_buf_puts(out, "&lt;");
        else if (c == '>')
            rp_buf_puts(out, "&gt;");
        else if (c == '&')
            rp_buf_puts(out, "&amp;");
        else if (c == '"')
            rp_buf_puts(out, "&quot;");
        else if (c == ' ')
            rp_buf_puts(out, rp_doc_space(typography, text, i));
        else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || c == 0xFFFD)
            rp_buf_puts(out, "\xEF\xBF\xBD");
        else
            rp_buf_put(out, (struct rp_str){text.p + i, size});
    }
}

void rp_html_raw(struct rp_html *h, struct rp_str text)
{
    escaped(h, text, RP_EN);
}

void rp_html_text(struct rp_html *h, struct rp_str text)
{
    escaped(h, text, h->doc->lang);
}

void rp_html_id(struct rp_html *h, struct rp_str anchor)
{
    if (!anchor.n)
        return;
    rp_buf_puts(h->out, " id=\"");
    rp_html_raw(h, anchor);
    rp_buf_putc(h->out, '"');
}

static void link_to(struct rp_html *h, const struct rp_inline *piece)
{
    rp_buf_puts(h->out, piece->identifier ? "<a class=\"id\" href=\"#" : "<a href=\"#");
    rp_html_raw(h, piece->target);
    rp_buf_puts(h->out, "\">");
    if (piece->identifier)
        rp_html_raw(h, piece->text);
    else
        rp_html_text(h, piece->text);
    rp_buf_puts(h->out, "</a>");
}

static void piece_of_text(struct rp_html *h, const struct rp_inline *piece)
{
    struct rp_buf *out = h->out;
    switch (piece->type) {
    case RP_INLINE_TEXT:
        rp_html_text(h, piece->text);
        break;
    case RP_INLINE_STRONG:
        rp_buf_puts(out, "<strong>");
        rp_html_text(h, piece->text);
        rp_buf_puts(out, "</strong>");
        break;
    case RP_INLINE_CODE:
        rp_buf_puts(out, "<code>");
        rp_html_raw(h, piece->text);
        rp_buf_puts(out, "</code>");
        break;
    case RP_INLINE_LINK:
        link_to(h, piece);
        break;
    case RP_INLINE_LEVEL:
        rp_buf_printf(out, "<span class=\"level t%u\">", piece->tone);
        rp_html_text(h, piece->text);
        rp_buf_puts(out, "</span>");
        break;
    case RP_INLINE_BREAK:
        rp_buf_puts(out, "<br>");
        break;
    }
}

void rp_html_inline(struct rp_html *h, const struct rp_inline *content)
{
    for (; content; content = content->next)
        piece_of_text(h, content);
}

// The drawing begins "<svg ...>": its attributes and its description go inside that tag and after it.
void rp_html_figure(struct rp_html *h, const struct rp_block *b)
{
    struct rp_buf *out = h->out;
    const char *end = b->svg.n ? memchr(b->svg.p, '>', b->svg.n) : NULL;
    rp_buf_puts(out, b->wide ? "<figure class=\"wide\"" : "<figure");
    rp_html_id(h, b->anchor);
    rp_buf_puts(out, ">\n");
    if (end) {
        size_t tag = (size_t)(end - b->svg.p);
        rp_buf_put(out, (struct rp_str){b->svg.p, tag});
        rp_buf_printf(out, " role=\"img\" aria-labelledby=\"%.*s-t %.*s-d\">", RP_FMT(b->anchor),
                      RP_FMT(b->anchor));
        rp_buf_printf(out, "<title id=\"%.*s-t\">", RP_FMT(b->anchor));
        for (const struct rp_inline *piece = b->content; piece; piece = piece->next)
            rp_html_text(h, piece->text);
        rp_buf_printf(out, "</title><desc id=\"%.*s-d\">", RP_FMT(b->anchor));
        rp_html_text(h, b->alternative);
        rp_buf_puts(out, "</desc>");
        rp_buf_put(out, (struct rp_str){end + 1, b->svg.n - tag - 1});
    }
    rp_buf_puts(out, "<figcaption>");
    rp_html_inline(h, b->content);
    rp_buf_puts(out, "</figcaption></figure>\n");
}
