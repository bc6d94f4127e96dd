#include "command/duration_flag.h"

#include "command/command.h"
#include "syntax/scalar/duration.h"

bool duration_flag(const struct args *args, const char *name, struct arena *a, int64_t *ns)
{
    struct str text = args_text(args, name, STR("")), error;

    if (text.len == 0)
        return true;
    if (!duration_parse(text, ns, a, &error)) {
        command_fail(args, "--%s: %.*s", name, STR_ARG(error));
        return false;
    }
    if (*ns > 0)
        return true;
    command_fail(args, "--%s has to be longer than nothing, as 30s or 1m30s", name);
    return false;
}
