#include "pipeline/decoded.h"

#include "schema/decode.h"

struct str decoded_error(const struct node *root, const char *type, const struct go_window *window, struct arena *a,
                         const struct node **at)
{
    const struct go_type *t = go_type_find("pipeline/types", type);
    struct tape tape = { .root = root };
    struct decode_options options = { 0 };
    struct decode_result result = { 0 };
    struct go_window newest;

    if (!t || !root)
        return (struct str){ "", 0 };
    if (!window)
        go_window_newest(&newest, a);
    options.window = window ? window : &newest;
    decode(&tape, t, &options, a, NULL, NULL, &result);
    if (at)
        *at = result.at;
    return result.refused ? result.error : (struct str){ "", 0 };
}
