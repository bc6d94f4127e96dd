#include "base/embedded.h"

struct str embedded_find(const struct embedded *table, struct str name)
{
    for (; table->name; table++)
        if (str_eq(str_c(table->name), name))
            return table->text;
    return (struct str){ NULL, 0 };
}
