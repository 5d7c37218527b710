// SPDX-License-Identifier: Apache-2.0
/*
 * Document -> one self-contained HTML file: no script, no network, no font to load.
 *
 * Headings of level 1 open a section.  Print needs no flex or grid (a renderer loses such content
 * without a word) and every drawing has its own width and height.
 */
#include "doc/html.h"

#include <assert.h>

// Text inside a CSS string.
static void css_string(struct rp_html *h, struct rp_str text)
{
    rp_buf_putc(h->out, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < 0x20 || c == '"' || c == '\\' || c == '<' || c == 0x7F)
            rp_buf_printf(h->out, "\\%x ", c);
        else
            rp_buf_putc(h->out, text.p[i]);
    }
    rp_buf_putc(h->out, '"');
}

// Running titles: document and device above, model and page below.
static void page_style(struct rp_html *h)
{
    const struct rp_doc *doc = h->doc;
    struct rp_buf *out = h->out;
    struct rp_str dash = RP_STR(" \xE2\x80\x93 ");
    rp_buf_puts(out, "@page{@top-left{content:");
    css_string(h, doc->id);
    css_string(h, dash);
    css_string(h, doc->title);
    rp_buf_puts(out, "}@top-right{content:");
    css_string(h, doc->device);
    css_string(h, RP_STR(" "));
    css_string(h, doc->version);
    rp_buf_puts(out, "}@bottom-left{content:");
    css_string(h,
               (struct rp_str){doc->model_hash.p, doc->model_hash.n < 16 ? doc->model_hash.n : 16});
    css_string(h, dash);
    css_string(h, doc->tool_version);
    rp_buf_puts(out, "}}\n");
}

static void margin_note(struct rp_html *h, const struct rp_block *b)
{
    if (!b->margin.n)
        return;
    rp_buf_puts(h->out, "<aside class=\"note\">");
    rp_html_text(h, b->margin);
    rp_buf_puts(h->out, "</aside>\n");
}

static void close_section(struct rp_html *h)
{
    if (h->section_open)
        rp_buf_puts(h->out, "</section>\n");
    h->section_open = false;
}

static void heading(struct rp_html *h, const struct rp_block *b)
{
    if (b->level == 1 && h->depth == 1) {
        close_section(h);
        rp_buf_puts(h->out, "<section aria-labelledby=\"");
        rp_html_raw(h, b->anchor);
        rp_buf_puts(h->out, "\">\n");
        h->section_open = true;
    }
    margin_note(h, b);
    rp_buf_printf(h->out, "<h%u", b->level + 1);
    rp_html_id(h, b->anchor);
    rp_buf_putc(h->out, '>');
    rp_html_inline(h, b->content);
    rp_buf_printf(h->out, "</h%u>\n", b->level + 1);
}

static void paragraph(struct rp_html *h, const struct rp_block *b, const char *class)
{
    margin_note(h, b);
    rp_buf_puts(h->out, "<p");
    if (class)
        rp_buf_printf(h->out, " class=\"%s\"", class);
    rp_html_id(h, b->anchor);
    rp_buf_putc(h->out, '>');
    rp_html_inline(h, b->content);
    rp_buf_puts(h->out, "</p>\n");
}

static void list(struct rp_html *h, const struct rp_block *b)
{
    const char *tag = b->numbered ? "ol" : "ul";
    rp_buf_printf(h->out, "<%s%s", tag, b->compact ? " class=\"compact\"" : "");
    rp_html_id(h, b->anchor);
    rp_buf_puts(h->out, ">\n");
    for (const struct rp_block *item = b->first; item; item = item->next) {
        rp_buf_puts(h->out, "<li");
        rp_html_id(h, item->anchor);
        rp_buf_putc(h->out, '>');
        rp_html_inline(h, item->content);
        rp_html_blocks(h, item->first);
        rp_buf_puts(h->out, "</li>\n");
    }
    rp_buf_printf(h->out, "</%s>\n", tag);
}

static void verdict(struct rp_html *h, const struct rp_block *b)
{
    static const char *const class[] = {"good", "conditions", "bad"};
    assert(b->level < 3);
    rp_buf_printf(h->out, "<p class=\"verdict %s\"", class[b->level]);
    rp_html_id(h, b->anchor);
    rp_buf_puts(h->out, "><strong>");
    rp_html_inline(h, b->content);
    rp_buf_puts(h->out, "</strong></p>\n");
    rp_html_blocks(h, b->first);
}

static void card(struct rp_html *h, const struct rp_block *b)
{
    rp_buf_puts(h->out, "<article class=\"card\"");
    rp_html_id(h, b->anchor);
    rp_buf_printf(h->out, ">\n<h%u>", b->level + 1);
    rp_html_inline(h, b->content);
    rp_buf_printf(h->out, "</h%u>\n", b->level + 1);
    rp_html_blocks(h, b->first);
    rp_buf_puts(h->out, "</article>\n");
}

static void contents(struct rp_html *h)
{
    rp_buf_puts(h->out, "<nav aria-labelledby=\"contents\">\n<p id=\"contents\">");
    rp_html_text(h, h->doc->contents_title);
    rp_buf_puts(h->out, "</p>\n<ul>\n");
    for (const struct rp_block *b = h->doc->first; b; b = b->next) {
        if (b->type != RP_BLOCK_HEADING || b->level != 1)
            continue;
        rp_buf_puts(h->out, "<li><a href=\"#");
        rp_html_raw(h, b->anchor);
        rp_buf_puts(h->out, "\">");
        rp_html_inline(h, b->content);
        rp_buf_puts(h->out, "</a></li>\n");
    }
    rp_buf_puts(h->out, "</ul>\n</nav>\n");
}

static void block(struct rp_html *h, const struct rp_block *b)
{
    switch (b->type) {
    case RP_BLOCK_HEADING:
        heading(h, b);
        break;
    case RP_BLOCK_PARAGRAPH:
        paragraph(h, b, b->compact ? "small" : NULL);
        break;
    case RP_BLOCK_NOTICE:
        paragraph(h, b, "notice");
        break;
    case RP_BLOCK_LIST:
        list(h, b);
        break;
    case RP_BLOCK_TABLE:
        rp_html_table(h, b);
        break;
    case RP_BLOCK_FIELDS:
        rp_html_fields(h, b);
        break;
    case RP_BLOCK_MATRIX:
        rp_html_matrix(h, b);
        break;
    case RP_BLOCK_FIGURE:
        rp_html_figure(h, b);
        break;
    case RP_BLOCK_VERDICT:
        verdict(h, b);
        break;
    case RP_BLOCK_CARD:
        card(h, b);
        break;
    case RP_BLOCK_CONTENTS:
        contents(h);
        break;
    case RP_BLOCK_GROUP:
        rp_buf_puts(h->out, "<div class=\"group\">\n");
        rp_html_blocks(h, b->first);
        rp_buf_puts(h->out, "</div>\n");
        break;
    case RP_BLOCK_PAGE_BREAK:
        rp_buf_puts(h->out, "<div class=\"page\"></div>\n");
        break;
    }
}

void rp_html_blocks(struct rp_html *h, const struct rp_block *first)
{
    assert(h->depth < RP_HTML_DEPTH_MAX);
    h->depth++;
    for (; first; first = first->next)
        block(h, first);
    h->depth--;
}

static bool has_notes(const struct rp_doc *doc)
{
    for (const struct rp_block *b = doc->first; b; b = b->next)
        if (b->margin.n)
            return true;
    return false;
}

static void head(struct rp_html *h)
{
    const struct rp_doc *doc = h->doc;
    struct rp_buf *out = h->out;
    rp_buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                  doc->lang == RP_FR ? "fr" : "en");
    rp_buf_puts(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"generator\" content=\"");
    rp_html_raw(h, doc->tool_version);
    rp_buf_puts(out, "\">\n<title>");
    rp_html_raw(h, doc->id);
    rp_buf_puts(out, " \xE2\x80\x93 ");
    rp_html_text(h, doc->title);
    rp_buf_puts(out, "</title>\n<style>\n");
    for (const char *const *rule = rp_html_style; *rule; rule++)
        rp_buf_puts(out, *rule);
    page_style(h);
    rp_buf_puts(out, "</style>\n</head>\n");
}

enum rp_status rp_doc_write_html(const struct rp_doc *doc, struct rp_buf *out)
{
    struct rp_html h = {.doc = doc, .out = out};
    head(&h);
    rp_buf_printf(out, "<body%s>\n<a class=\"skip\" href=\"#content\">",
                  has_notes(doc) ? " class=\"audit\"" : "");
    rp_html_text(&h, doc->to_content);
    rp_buf_puts(out, "</a>\n<header>\n<p class=\"docid\">");
    rp_html_raw(&h, doc->id);
    rp_buf_puts(out, "</p>\n<h1>");
    rp_html_text(&h, doc->title);
    rp_buf_puts(out, "</h1>\n<p class=\"subtitle\">");
    rp_html_text(&h, doc->subtitle);
    rp_buf_puts(out, "</p>\n</header>\n<main id=\"content\">\n");
    rp_html_blocks(&h, doc->first);
    close_section(&h);
    rp_buf_puts(out, "</main>\n</body>\n</html>\n");
    return out->full ? RP_ERR_LIMIT : RP_OK;
}
