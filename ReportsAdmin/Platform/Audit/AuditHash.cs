using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ReportsAdmin.Platform.Audit;

/// <summary>The hash of an entry: of the hash before it, its position and everything it says.</summary>
public static class AuditHash
{
    public static string Of(string before, long seq, AuditEntry entry)
    {
        // Each part with its length, so that no two contents give the same text.
        var text = new StringBuilder();
        foreach (
            var part in (string?[])
                [
                    before,
                    Text(seq),
                    Text(entry.Id),
                    Text(entry.At.Ticks),
                    entry.Action,
                    entry.Kind,
                    entry.RecordId,
                    entry.RecordName,
                    Text(entry.ActorId),
                    entry.ActorName,
                    Text(entry.SeenAsId),
                    entry.SeenAsName,
                    entry.Via,
                    entry.Address,
                    entry.RequestId,
                    entry.Details,
                ]
        )
        {
            if (part is null)
                text.Append("-;");
            else
                text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
