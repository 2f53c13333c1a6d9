using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Platform;

public sealed class ApiIdTests
{
    [Theory]
    [InlineData("757365720000000000000001", 1)]
    [InlineData("75736572000000007fffffff", int.MaxValue)]
    [InlineData("757365720000000080000000", null)]
    [InlineData("757365720000000100000001", null)]
    [InlineData("757365727fffffff00000001", null)]
    [InlineData("757365720000000000000000", null)]
    [InlineData("75736572ffffffffffffffff", null)]
    [InlineData("646570740000000000000001", null)]
    [InlineData("1", null)]
    [InlineData(null, null)]
    public void A_key_beyond_an_int_is_no_id_rather_than_another_record(string? id, int? key)
    {
        Assert.Equal(key, ApiId.IntKeyOf(ApiId.User, id));
    }
}
