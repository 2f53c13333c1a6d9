using System.Security.Cryptography;
using System.Text;
using ReportsAdmin.Features.Imports.Reading;

namespace ReportsAdmin.Features.Imports;

/// <summary>How files with the same header are recognised.</summary>
internal static class HeaderMemory
{
    /// <summary>Equal for headers of the same words, whatever their case, spaces and punctuation.</summary>
    public static string HashOf(IReadOnlyList<string> texts) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', texts.Select(HeaderFinder.Fold))))
        );
}
