// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as XML: no crash, every place inside the text.
 */
#include "fuzz_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_tree(rp_xml_read, data, size, NULL);
    return 0;
}
