// SPDX-License-Identifier: Apache-2.0
/*
 * Where the answers of a run go, and where they may not.
 */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/say.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_stdout(struct rp_str path)
{
    return rp_str_eq(path, RP_STR("-"));
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

// Whether a path names a file that the run has read, under whatever name.
static bool is_input(const struct rp_cli *cli, struct rp_str path)
{
    struct stat out, in;
    if (is_stdout(path) || stat(path.p, &out) != 0 || !S_ISREG(out.st_mode))
        return false;
    for (uint32_t i = 0; i < cli->diags.inputs->n; i++)
        if (stat(cli->diags.inputs->name[i].p, &in) == 0 && same_file(&in, &out))
            return true;
    return false;
}

// Whether what is written to one is lost or mixed up when the other is written too.  A device takes
// any number of answers.
static bool same_output(struct rp_arena *a, struct rp_str x, struct rp_str y)
{
    struct stat one, other;
    bool there = !is_stdout(y) && stat(y.p, &other) == 0;
    if (is_stdout(x) != is_stdout(y)) {
        if (is_stdout(y))
            return same_output(a, y, x);
        // The shell may have led standard output to that very file.
        return there && fstat(STDOUT_FILENO, &one) == 0 && S_ISREG(one.st_mode) &&
               same_file(&one, &other);
    }
    if (is_stdout(x))
        return true;
    return (!there || S_ISREG(other.st_mode)) &&
           rp_str_eq(rp_file_full_name(a, x), rp_file_full_name(a, y));
}

enum rp_exit rp_cli_may_write(struct rp_cli *cli, const struct rp_str *path, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (is_input(cli, path[i])) {
            rp_cli_usage(cli, RP_MSG_OUTPUT_IS_INPUT, path[i]);
            return RP_EXIT_TOOL;
        }
        for (uint32_t k = 0; k < i; k++) {
            if (!same_output(cli->arena, path[k], path[i]))
                continue;
            bool alike = rp_str_eq(path[k], path[i]);
            return rp_cli_usage(cli, RP_MSG_OUTPUT_TWICE,
                                rp_str_printf(cli->arena, "%.*s%s%.*s", RP_FMT(path[k]),
                                              alike ? "" : ", ",
                                              RP_FMT(alike ? RP_STR("") : path[i])));
        }
    }
    return RP_EXIT_OK;
}

struct rp_str rp_cli_output(const struct rp_cli *cli)
{
    const char *path = cli->option[RP_OPTION_OUTPUT];
    return rp_str_of(path ? path : "-");
}

enum rp_exit rp_cli_write_file(struct rp_cli *cli, struct rp_str path, struct rp_str text,
                               enum rp_exit otherwise)
{
    struct rp_file_error error;
    struct rp_str name = rp_str_copy(cli->arena, path);
    enum rp_exit may = rp_cli_may_write(cli, &name, 1);
    if (may != RP_EXIT_OK)
        return may;
    enum rp_status status = rp_file_write(cli->arena, name.p, text, &error);
    if (status == RP_OK)
        return otherwise;
    struct rp_str said = is_stdout(path) ? rp_str_of(rp_say(cli, RP_SAY_STDOUT)) : path;
    rp_report(&cli->diags, RP_MSG_FILE_UNWRITABLE, (struct rp_loc){0}, "%.*s: %s", RP_FMT(said),
              strerror(error.code));
    return RP_EXIT_TOOL;
}

enum rp_exit rp_cli_write(struct rp_cli *cli, struct rp_str text, enum rp_exit otherwise)
{
    return rp_cli_write_file(cli, rp_cli_output(cli), text, otherwise);
}

enum rp_exit rp_cli_make_folder(struct rp_cli *cli, struct rp_str folder)
{
    if (mkdir(folder.p, 0777) == 0 || errno == EEXIST)
        return RP_EXIT_OK;
    rp_report(&cli->diags, RP_MSG_FILE_UNWRITABLE, (struct rp_loc){0}, "%.*s: %s", RP_FMT(folder),
              strerror(errno));
    return RP_EXIT_TOOL;
}

enum rp_exit rp_cli_write_folder(struct rp_cli *cli, struct rp_str folder, struct rp_output *of,
                                 uint32_t n)
{
    struct rp_str *path = RP_NEWN(cli->arena, struct rp_str, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++)
        path[i] = of[i].path = rp_file_join(cli->arena, folder, of[i].name);
    path[n] = rp_cli_output(cli);
    enum rp_exit status = rp_cli_may_write(cli, path, n + 1);
    if (status == RP_EXIT_OK)
        status = rp_cli_make_folder(cli, folder);
    for (uint32_t i = 0; i < n && status == RP_EXIT_OK; i++)
        status = rp_cli_write_file(cli, of[i].path, rp_buf_str(&of[i].text), RP_EXIT_OK);
    return status;
}
