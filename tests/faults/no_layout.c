// SPDX-License-Identifier: Apache-2.0
/*
 * Loaded before the program: Graphviz cannot lay anything out.
 */
int gvLayout(void *context, void *graph, const char *engine);

int gvLayout(void *context, void *graph, const char *engine)
{
    (void)context, (void)graph, (void)engine;
    return -1;
}
