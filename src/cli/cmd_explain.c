// SPDX-License-Identifier: Apache-2.0
/*
 * explain: one message of the catalogue, by its code.
 */
#include "cli/commands.h"
#include "cli/say.h"

#include "read/tree.h"

#include <strings.h>

// "RMP-1102", "rmp1102" or "1102"; false when it is none of these.
static bool parse_code(struct rp_str word, unsigned *ret_code)
{
    if (word.n >= 3 && strncasecmp(word.p, "rmp", 3) == 0)
        word = (struct rp_str){word.p + 3, word.n - 3};
    if (word.n && word.p[0] == '-')
        word = (struct rp_str){word.p + 1, word.n - 1};
    unsigned code = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] < '0' || word.p[i] > '9')
            return false;
        code = code * 10 + (unsigned)(word.p[i] - '0');
    }
    *ret_code = code;
    return word.n == 4;
}

// A folded text of YAML: each of its lines is a paragraph.
static void put_paragraphs(struct rp_str text, struct rp_buf *out)
{
    for (size_t from = 0, i = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '\n')
            continue;
        rp_buf_putc(out, '\n');
        rp_say_wrap((struct rp_str){text.p + from, i - from}, 80, out);
        from = i + 1;
    }
}

static void put_indented(struct rp_str text, struct rp_buf *out)
{
    for (size_t i = 0; i < text.n; i++) {
        if (i == 0 || text.p[i - 1] == '\n')
            rp_buf_puts(out, "    ");
        rp_buf_putc(out, text.p[i]);
    }
}

// The longer text of the catalogue, where there is one.
static void put_more(struct rp_cli *cli, unsigned code, struct rp_buf *out)
{
    const struct rp_source *src = rp_source_new(cli->arena, RP_STR("catalogue/explain.yaml"),
                                                rp_catalogue_file(RP_STR("explain.yaml")));
    const struct rp_node *all = rp_yaml_read(cli->arena, src, &cli->diags);
    const struct rp_node *entry =
        all ? rp_node_get(all, rp_str_printf(cli->arena, "RMP-%04u", code).p) : NULL;
    const struct rp_node *text =
        entry ? rp_node_get(entry, cli->lang == RP_FR ? "fr" : "en") : NULL;
    if (!text)
        return;
    put_paragraphs(text->text, out);
    const struct rp_node *example = rp_node_get(entry, "example");
    if (!example)
        return;
    rp_buf_printf(out, "\n%s\n\n", rp_say(cli, RP_SAY_EXAMPLE));
    put_indented(example->text, out);
}

enum rp_exit rp_cmd_explain(struct rp_cli *cli)
{
    static const char *const severity[][RP_LANGS] = {
        [RP_NOTE] = {"note", "note"},
        [RP_WARNING] = {"warning", "avertissement"},
        [RP_ERROR] = {"error", "erreur"},
    };
    unsigned code;
    enum rp_msg msg;
    if (!parse_code(rp_str_of(cli->arg[0]), &code) || !rp_msg_by_code(code, &msg))
        return rp_cli_finish(cli, rp_cli_usage(cli, RP_MSG_CODE_UNKNOWN, rp_str_of(cli->arg[0])));
    const struct rp_msg_info *info = rp_msg_info(msg);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    rp_buf_printf(&out, "RMP-%04u %s%s %.*s\n", info->code, severity[info->severity][cli->lang],
                  cli->lang == RP_FR ? " :" : ":", RP_FMT(info->text.in[cli->lang]));
    struct rp_str hint = info->hint.in[cli->lang];
    if (hint.n)
        rp_buf_printf(&out, "\n%.*s\n", RP_FMT(hint));
    put_more(cli, info->code, &out);
    enum rp_exit status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}
