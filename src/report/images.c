// SPDX-License-Identifier: Apache-2.0
/*
 * Which images were built from the plan, and what was measured on them.
 */
#include "report/chapters.h"

#include <ctype.h>

enum { MEASURES_MAX = 24 }; // of one result: what a reader still takes in

static void put_images(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_IMAGE, RP_T_COL_HASH, RP_T_COL_MODULES};
    static const uint8_t widths[] = {17, 55, 28};
    const struct rp_evidence *e = pen->as->evidence;
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_IMAGES), heads, 3, widths);
    grid.block->compact = true;
    for (uint32_t i = 0; i < e->nimages; i++) {
        struct rp_line line = rp_pen_line(pen);
        rp_line_code(&line, e->image[i].name);
        rp_grid_line(&grid, line)->is_header = true;
        line = rp_pen_line(pen);
        rp_line_code(&line, e->image[i].sha256);
        rp_grid_line(&grid, line);
        line = rp_pen_line(pen);
        for (uint32_t k = 0; k < e->image[i].nmodules; k++) {
            rp_line_text(&line, k ? RP_STR(", ") : RP_STR(""));
            rp_line_code(&line, e->image[i].module[k]);
        }
        rp_grid_line(&grid, line);
    }
    rp_grid_end(&grid);
}

// "name=number", as a bench prints what it measured; anything else that a test prints is left out.
static bool is_measure(struct rp_str line, struct rp_str *ret_name, struct rp_str *ret_value)
{
    size_t i = 0;
    while (i < line.n && (isalnum((unsigned char)line.p[i]) || line.p[i] == '_'))
        i++;
    if (i == 0 || i == line.n || line.p[i] != '=')
        return false;
    size_t digit = i + 1 + (i + 1 < line.n && line.p[i + 1] == '-');
    if (digit == line.n)
        return false;
    for (size_t k = digit; k < line.n; k++)
        if (!isdigit((unsigned char)line.p[k]))
            return false;
    *ret_name = (struct rp_str){line.p, i};
    *ret_value = (struct rp_str){line.p + i + 1, line.n - i - 1};
    return true;
}

static void put_measures(struct rp_pen *pen, struct rp_grid *grid, struct rp_str output)
{
    struct rp_line cell = rp_pen_line(pen);
    uint32_t n = 0;
    for (size_t at = 0; at < output.n && n <= MEASURES_MAX;) {
        size_t end = at;
        while (end < output.n && output.p[end] != '\n')
            end++;
        struct rp_str name, value;
        bool measure = is_measure((struct rp_str){output.p + at, end - at}, &name, &value);
        if (measure && n == MEASURES_MAX) {
            rp_line_text(&cell, RP_STR(", \xE2\x80\xA6"));
            n++;
        } else if (measure) {
            rp_line_text(&cell, n++ ? RP_STR(", ") : RP_STR(""));
            rp_line_code(&cell, name);
            rp_line_text(&cell, rp_str_printf(pen->arena, " %.*s", RP_FMT(value)));
        }
        at = end + 1;
    }
    if (!n)
        rp_line_text(&cell, RP_SAY(pen, DASH));
    rp_grid_line(grid, cell);
}

static void put_image_names(struct rp_pen *pen, struct rp_grid *grid, const struct rp_test *test)
{
    const struct rp_evidence *e = pen->as->evidence;
    struct rp_line line = rp_pen_line(pen);
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->nimages; i++) {
        if ((test->on_images >> i & 1) == 0)
            continue;
        rp_line_text(&line, n++ ? RP_STR(", ") : RP_STR(""));
        rp_line_code(&line, e->image[i].name);
    }
    if (!n)
        rp_line_text(&line, RP_SAY(pen, DASH));
    rp_grid_line(grid, line);
}

static void put_results(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_TEST, RP_T_COL_RESULT, RP_T_COL_IMAGE,
                                      RP_T_COL_MEASURED};
    static const uint8_t widths[] = {27, 11, 17, 45};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_RESULTS), heads, 4, widths);
    grid.block->compact = true;
    for (uint32_t i = 1; i < pen->as->evidence->ntests; i++) {
        const struct rp_test *test = &pen->as->evidence->test[i];
        bool holds = rp_assess_test_holds(pen->m, test);
        struct rp_line line = rp_pen_line(pen);
        if (test->name.n)
            rp_line_text(&line, test->name);
        else
            rp_line_code(&line, test->id);
        rp_grid_line(&grid, line)->is_header = true;
        line = rp_pen_line(pen);
        rp_line_level(&line, rp_t(pen->lang, rp_pen_result(pen, test)), holds ? 1 : 4);
        rp_grid_line(&grid, line);
        put_image_names(pen, &grid, test);
        put_measures(pen, &grid, test->output);
    }
    rp_grid_end(&grid);
}

void rp_report_images(struct rp_pen *pen)
{
    const struct rp_evidence *e = pen->as->evidence;
    if (!e->plan.n)
        return;
    rp_pen_heading(pen, 2, RP_SAY(pen, IMAGES), RP_STR("images"));
    if (!e->nimages) {
        rp_pen_say(pen, RP_FILL(pen, IMAGES_NONE, e->plan));
        return;
    }
    rp_pen_say(pen, RP_FILL(pen, IMAGES_INTRO, e->plan));
    put_images(pen);
    if (e->ntests > 1)
        put_results(pen);
}
