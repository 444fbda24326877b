// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLatin1StringView>
#include <tuple>

namespace knock::wire {

/// One field of a message: how it is called on the wire, and where it stands in the value.
template <typename Owner, typename Type>
struct Field {
    QLatin1StringView name;
    Type Owner::*member;
};

template <typename Owner, typename Type>
constexpr Field<Owner, Type> field(const char *name, Type Owner::*member)
{
    return {QLatin1StringView(name), member};
}

template <typename T>
struct Shape;

#define KNOCK_SHAPE(Type, ...)                                                                                         \
    template <>                                                                                                        \
    struct Shape<Type> {                                                                                               \
        using T = Type;                                                                                                \
        static constexpr auto fields = std::tuple{__VA_ARGS__};                                                        \
    };

} // namespace knock::wire
