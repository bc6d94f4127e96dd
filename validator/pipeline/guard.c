#include "pipeline/guard.h"

bool guard_is_named(struct str name)
{
    size_t slash = str_rfind_char(name, '/');

    name = str_from(name, slash == SIZE_MAX ? 0 : slash + 1);
    return str_has(name, STR("guard")) || str_has(name, STR("check")) || str_has(name, STR("verify")) ||
           str_has(name, STR("preflight")) || str_has(name, STR("gate"));
}
