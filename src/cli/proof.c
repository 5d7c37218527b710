// SPDX-License-Identifier: Apache-2.0
/*
 * Has a certificate checked by rempart-verify, the second program.
 *
 * It is run, not linked: it shares no code with the search, and a user can run the same command.
 */
#include "cli/proof.h"

#include "base/file.h"
#include "cli/say.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// The program beside our own, or its bare name for the PATH.
static const char *verifier(struct rp_arena *a)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (n > 0) {
        struct rp_str folder = rp_file_folder((struct rp_str){self, (size_t)n});
        const char *path = rp_str_printf(a, "%.*srempart-verify", RP_FMT(folder)).p;
        if (access(path, X_OK) == 0)
            return path;
    }
    return "rempart-verify";
}

// A temporary file with the text that has no name any more, so that nothing stays whatever ends the
// program; -1 when it cannot be made.
static int put_temporary(struct rp_arena *a, struct rp_str text)
{
    const char *folder = getenv("TMPDIR");
    struct rp_str name =
        rp_str_printf(a, "%s/rempart-XXXXXX", folder && folder[0] ? folder : "/tmp");
    char *path = RP_NEWN(a, char, name.n + 1);
    memcpy(path, name.p, name.n);
    int fd = mkstemp(path);
    if (fd < 0)
        return -1;
    unlink(path);
    for (size_t n = 0; n < text.n;) {
        ssize_t put = write(fd, text.p + n, text.n - n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            close(fd);
            return -1;
        }
        n += (size_t)put;
    }
    return fd;
}

// The name under which the second program opens a file that we hold open.
static char *name_of(struct rp_arena *a, int fd)
{
    struct rp_str name = rp_str_printf(a, "/dev/fd/%d", fd);
    char *path = RP_NEWN(a, char, name.n + 1);
    memcpy(path, name.p, name.n);
    return path;
}

static enum rp_proof_answer run(const char *program, char *graph, char *certificate)
{
    char word[] = "rempart-verify", quiet[] = "--quiet";
    char *argv[] = {word, quiet, graph, certificate, NULL};
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return RP_PROOF_UNCHECKED;
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t pid;
    int failed = posix_spawnp(&pid, program, &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed)
        return RP_PROOF_UNCHECKED;
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return RP_PROOF_UNCHECKED;
    if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
        return RP_PROOF_UNCHECKED;
    return WEXITSTATUS(status) == 0 ? RP_PROOF_ACCEPTED : RP_PROOF_REFUSED;
}

enum rp_proof_answer rp_cli_check_proof(struct rp_cli *cli, const struct rp_graph *g,
                                        struct rp_str certificate)
{
    struct rp_buf text;
    if (!certificate.n)
        return RP_PROOF_UNCHECKED;
    rp_buf_init(&text, 0);
    rp_graph_write_text(g, &text);
    enum rp_proof_answer answer = RP_PROOF_UNCHECKED;
    int graph = put_temporary(cli->arena, rp_buf_str(&text));
    int proof = put_temporary(cli->arena, certificate);
    if (graph >= 0 && proof >= 0)
        answer = run(verifier(cli->arena), name_of(cli->arena, graph), name_of(cli->arena, proof));
    if (graph >= 0)
        close(graph);
    if (proof >= 0)
        close(proof);
    rp_buf_done(&text);
    return answer;
}

const char *rp_cli_proof_text(const struct rp_cli *cli, enum rp_proof_answer answer)
{
    static const enum rp_say text[] = {
        [RP_PROOF_UNCHECKED] = RP_SAY_CERT_UNCHECKED,
        [RP_PROOF_ACCEPTED] = RP_SAY_CERT_ACCEPTED,
        [RP_PROOF_REFUSED] = RP_SAY_CERT_REFUSED,
    };
    return rp_say(cli, text[answer]);
}

const char *rp_cli_proof_word(enum rp_proof_answer answer)
{
    static const char *const word[] = {
        [RP_PROOF_UNCHECKED] = "unchecked",
        [RP_PROOF_ACCEPTED] = "accepted",
        [RP_PROOF_REFUSED] = "refused",
    };
    return word[answer];
}
