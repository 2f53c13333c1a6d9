using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ReportsAdmin.Tests.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>A small file that would fill the memory is refused at once, and the server goes on.</summary>
public sealed class BombUploadTests
{
    private const long Inflated = 1400L << 20;

    [Theory]
    [InlineData(CompressionLevel.Optimal, "100 times its size", 5)]
    // Packed badly enough to look like a sheet, it has too many rows; counting a million of them takes a second, on a busy machine several.
    [InlineData(CompressionLevel.Fastest, "more than 1,048,576 rows", 20)]
    public async Task A_bomb_is_refused_within_seconds_and_the_next_upload_works(
        CompressionLevel level,
        string reason,
        int seconds
    )
    {
        await using var app = await new TestApp().StartAsync();
        var client = await app.AsAsync(TestApp.CountryManager);
        var bomb = Bomb(level);
        Assert.InRange(bomb.Length, 1, 24 << 20);
        var started = Stopwatch.GetTimestamp();

        var refused = await UploadAsync(client, bomb);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, seconds);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var error = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(reason, error.GetProperty("error").GetString());

        var good = await UploadAsync(
            client,
            Sheet.Of("Customer Code|Customer Name|Region|Outstanding", "C1|Asha Builders|Mumbai|5")
        );

        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal(1, (await good.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("count").GetInt32());
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient client, byte[] file)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(file), "file", "sheet.xlsx" },
            { new StringContent("May"), "month" },
            { new StringContent("2025-26"), "financialYear" },
        };
        return await client.PostAsync("/api/upload", form);
    }

    /// <summary>A workbook whose one sheet repeats one row up to 1.4 GB.</summary>
    private static byte[] Bomb(CompressionLevel level)
    {
        var block = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("<row><c><v>1</v></c><c><v>1</v></c></row>", 25_000))
        );
        var result = new MemoryStream();
        using (var from = new ZipArchive(new XlsxParts().Build(), ZipArchiveMode.Read))
        using (var to = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                using var source = entry.Open();
                using var target = to.CreateEntry(entry.FullName).Open();
                source.CopyTo(target);
            }

            using var sheet = to.CreateEntry("xl/worksheets/sheet1.xml", level).Open();
            sheet.Write("<worksheet><sheetData>"u8);
            for (long written = 0; written < Inflated; written += block.Length)
                sheet.Write(block);
            sheet.Write("</sheetData></worksheet>"u8);
        }

        return result.ToArray();
    }
}
