// SPDX-License-Identifier: Apache-2.0
/*
 * Files -> a C source that holds them: how the catalogue gets into the program.
 *
 * Runs while rempart is built.  usage: embed OUTPUT FOLDER FILE...   (files relative to the folder)
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_up(const char *what)
{
    fprintf(stderr, "embed: %s: %s\n", what, strerror(errno));
    exit(1);
}

// The bytes of a file as one array; gives their number.
static unsigned long put_file(FILE *out, const char *folder, const char *name, int number)
{
    char path[4096];
    if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path)) {
        errno = ENAMETOOLONG;
        give_up(name);
    }
    FILE *in = fopen(path, "rb");
    if (!in)
        give_up(path);
    unsigned long n = 0;
    fprintf(out, "static const char file_%d[] = {", number);
    for (int c; (c = getc(in)) != EOF; n++)
        fprintf(out, "%s'\\x%02x',", n % 16 ? "" : "\n    ", (unsigned)c);
    fputs("0};\n", out);
    if (ferror(in))
        give_up(path);
    fclose(in);
    return n;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: embed OUTPUT FOLDER FILE...\n", stderr);
        return 1;
    }
    FILE *out = fopen(argv[1], "w");
    unsigned long *size = calloc((size_t)argc, sizeof(*size));
    if (!out || !size)
        give_up(argv[1]);
    fputs("// Made by tools/embed.c from the files of the catalogue.\n"
          "#include \"catalogue/files.h\"\n\n",
          out);
    for (int i = 3; i < argc; i++)
        size[i] = put_file(out, argv[2], argv[i], i - 3);
    fputs("\nconst struct rp_catalogue_text rp_catalogue_texts[] = {\n", out);
    for (int i = 3; i < argc; i++)
        fprintf(out, "    {{\"%s\", %zu}, {file_%d, %lu}},\n", argv[i], strlen(argv[i]), i - 3,
                size[i]);
    fprintf(out, "};\nconst uint32_t rp_catalogue_ntexts = %d;\n", argc - 3);
    free(size);
    if (ferror(out) || fclose(out) != 0)
        give_up(argv[1]);
    return 0;
}
