using System.Net;
using System.Net.Sockets;

namespace ReportsAdmin.Platform.Webhooks;

/// <summary>The addresses that a name leads to at this moment.</summary>
public delegate Task<IPAddress[]> HostAddresses(string host, CancellationToken ct);

/// <summary>Connects to addresses of the public internet alone, whatever a name resolves to at that moment.</summary>
internal static class PublicAddresses
{
    /// <summary>Networks that are not the public internet: this host, private, shared, link-local (with the metadata services of clouds), reserved, multicast, and what embeds them.</summary>
    private static readonly IPNetwork[] Others =
    [
        .. (
            (string[])
                [
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/128",
                    "::1/128",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8",
                ]
        ).Select(IPNetwork.Parse),
    ];

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Others.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain));
    }

    /// <summary>Whether the address names its host by number, and that number is not of the public internet.</summary>
    public static bool IsPrivateLiteral(Uri uri) =>
        uri.IsLoopback || (IPAddress.TryParse(uri.DnsSafeHost, out var literal) && !IsPublic(literal));

    /// <exception cref="HttpRequestException">The name leads to no public address, or nobody answers there.</exception>
    public static async ValueTask<Stream> ConnectAsync(HostAddresses resolve, DnsEndPoint target, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, ct);
        // All or nothing: a name that leads to public and private addresses is not to be trusted.
        if (addresses.Length == 0 || !addresses.All(IsPublic))
            throw new HttpRequestException("The address is not of the public internet.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
