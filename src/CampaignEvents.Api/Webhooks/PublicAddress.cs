using System.Net;
using System.Net.Sockets;

namespace CampaignEvents.Api.Webhooks;

/// <summary>
/// Which addresses are public: no loopback, private, link-local (and with it cloud metadata), shared, reserved, documentation
/// or multicast address, nor one that leads to such by embedding it. From the IANA special-purpose address registries.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] _special =
    [
        .. Networks(
            "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 " +
            "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"),
        // Within 2000::/3, the only public part: protocol assignments with Teredo and ORCHID, documentation, 6to4.
        .. Networks("2001::/23 2001:db8::/32 2002::/16 3fff::/20"),
    ];

    private static readonly IPNetwork _global = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || _global.Contains(plain)) && !_special.Any(network => network.Contains(plain));
    }

    private static IEnumerable<IPNetwork> Networks(string list) => list.Split(' ').Select(part => IPNetwork.Parse(part));
}
