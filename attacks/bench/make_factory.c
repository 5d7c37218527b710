// SPDX-License-Identifier: Apache-2.0
/*
 * Prints reference/pump/seam/factory_image.c: the signed header of the image from the factory.
 *
 * To be run again when the format of rprt/boot.h or the bench's key changes.  A program of its own;
 * see tools/device/build-attacks.sh.
 */
#include "image.h"

#include <stdio.h>

int main(void)
{
    struct attack attack = {.options = {.controls = "boot"}};
    struct image image;
    const struct image_spec spec = {.version = 1, .slot = 0, .signer = IMAGE_BY_MAKER};
    image_make(&attack, &spec, &image);
    printf("// SPDX-License-Identifier: Apache-2.0\n"
           "/*\n"
           " * The signed header of the image from the factory.  Written by "
           "attacks/bench/make_factory.c.\n"
           " */\n"
           "#include \"pump/seam/factory.h\"\n\n"
           "const uint8_t pump_factory_header[PUMP_FACTORY_HEADER_SIZE] = {");
    for (size_t i = 0; i < image.header_size; i++)
        printf("%s0x%02X,", i % 12 == 0 ? "\n    " : " ", image.header[i]);
    printf("\n};\n");
    return 0;
}
