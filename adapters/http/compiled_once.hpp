#pragma once
/// Boost.Asio and Boost.Beast are compiled once, in asio.cpp. Include this before any of their headers, or a
/// file would compile its own copy of them.

#ifndef BOOST_ASIO_SEPARATE_COMPILATION
#define BOOST_ASIO_SEPARATE_COMPILATION
#endif
#ifndef BOOST_BEAST_SEPARATE_COMPILATION
#define BOOST_BEAST_SEPARATE_COMPILATION
#endif
